# The thin way in: each target installs what it needs, says so, and can be run again at any time.
#
#   make run        build, and judge the embedded reference client with the starter suite
#   make test       units, goldens, the embedded subjects, the parsers under sanitizers
#   make test-real  matrix-js-sdk, matrix-widget-api, Element Call; our schemas against ajv; checks, pages, STUN and adapters under sanitizers
#   make tidy       clang-format, clang-tidy, each header alone
#   make build      only build
#   make package    build/release/package: an archive that runs wherever it is unpacked, and a .deb

.PHONY: run build package test test-real tidy packages packages-tidy clean

run: build
	build/release/ringcheck run

build: packages
	cmake --preset release
	cmake --build build/release --target ringcheck reference-client reference-host reference-widget \
	  reference-homeserver manual

package: build
	sh fixtures/ci/package.sh build/release

test: packages
	sh fixtures/ci/test.sh

test-real: build
	sh fixtures/ci/test_real.sh

tidy: packages-tidy
	sh fixtures/ci/tidy.sh

packages:
	@sh fixtures/ci/packages.sh build

packages-tidy:
	@sh fixtures/ci/packages.sh tidy

clean:
	rm -rf build
