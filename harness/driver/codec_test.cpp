#include "driver/codec.hpp"

#include <gtest/gtest.h>

namespace ringcheck::driver {
namespace {

std::string fault_of(std::string_view line) {
  const Message message = decode(line);
  const auto* fault = std::get_if<WireFault>(&message);
  return fault == nullptr ? "" : fault->sentence;
}

std::vector<std::string> all_of(LineReader& reader) {
  std::vector<std::string> all;
  while (auto next = reader.next()) {
    const auto* fault = std::get_if<WireFault>(&*next);
    all.push_back(fault != nullptr ? "FAULT " + fault->sentence : std::get<std::string>(*next));
  }
  return all;
}

using Lines = std::vector<std::string>;

TEST(LineReader, CutsWhereverThePiecesEnd) {
  LineReader reader;
  reader.feed("on");
  EXPECT_EQ(all_of(reader), Lines{});
  reader.feed("e\ntwo\r\n\nthr");
  EXPECT_EQ(all_of(reader), (Lines{"one", "two", ""}));
  EXPECT_EQ(reader.unfinished(), "thr");
  reader.feed("ee\n");
  EXPECT_EQ(all_of(reader), Lines{"three"});
}

TEST(LineReader, ALineOfExactlyTheBoundPasses) {
  LineReader reader;
  reader.feed(std::string(max_line_bytes, 'x') + "\n");
  EXPECT_EQ(all_of(reader), Lines{std::string(max_line_bytes, 'x')});
}

TEST(LineReader, AHundredMegabytesAreOneFaultAndNoMemory) {
  LineReader reader;
  const std::string piece(1'000'000, 'x');
  Lines faults;
  for (int i = 0; i < 100; ++i) {
    reader.feed(piece);
    for (std::string& one : all_of(reader)) faults.push_back(std::move(one));
    EXPECT_LE(reader.unfinished().size(), max_line_bytes);
    if (i == 1) EXPECT_EQ(faults.size(), 1U) << "told as soon as it is known, not at the end of the line";
  }
  EXPECT_EQ(faults, Lines{"FAULT stdout line is longer than 1048576 bytes: \"" + std::string(60, 'x') +
                          "…\". See schemas/driver/README.md#messages"});
  reader.feed("rest\nnext\n");
  EXPECT_EQ(all_of(reader), Lines{"next"});
}

TEST(Decode, Responses) {
  const Message done = decode(R"({"jsonrpc":"2.0","id":3,"result":{"calls":[]}})");
  const auto& response = std::get<Response>(done);
  EXPECT_EQ(response.id, 3);
  EXPECT_EQ(std::get<Value>(response.outcome), make_object({{"calls", make_array()}}));

  const Message failed = decode(
      R"({"jsonrpc":"2.0","id":4,"error":{"code":-32000,"message":"gone","data":{"kind":"crashed","stderr":"boom"}}})");
  const auto& error = std::get<ErrorReply>(std::get<Response>(failed).outcome);
  EXPECT_EQ(error.code, -32000);
  EXPECT_EQ(error.message, "gone");
  EXPECT_EQ(error.kind, "crashed");
  EXPECT_EQ(error.stderr_text, "boom");
}

TEST(Decode, Notes) {
  const Message message = decode(
      R"({"jsonrpc":"2.0","method":"note","params":{"session":"bob","seq":7,"t_ms":48,"kind":"log","data":{"a":1}}})");
  const auto& note = std::get<Note>(message);
  EXPECT_EQ(note.session, "bob");
  EXPECT_EQ(note.seq, 7);
  EXPECT_EQ(note.t_ms, 48);
  EXPECT_EQ(note.kind, "log");
  EXPECT_EQ(note.data, make_object({{"a", 1}}));
}

TEST(Decode, ProseOnStdoutIsToldAsSuch) {
  EXPECT_EQ(fault_of("starting up, please wait"),
            "stdout line is not a JSON-RPC message: \"starting up, please wait\". Did you mean to print to "
            "stderr? See "
            "schemas/driver/README.md#stdout");
  EXPECT_EQ(fault_of(""),
            "stdout line is not a JSON-RPC message: \"\". Did you mean to print to stderr? See "
            "schemas/driver/README.md#stdout");
  EXPECT_NE(fault_of(R"({"level":"info"})").find("is not a JSON-RPC message"), std::string::npos);
  EXPECT_NE(fault_of("[1]").find("is not a JSON-RPC message"), std::string::npos);
  EXPECT_NE(fault_of("7").find("is not a JSON-RPC message"), std::string::npos);
  EXPECT_NE(fault_of("\xff\xfe").find("is not a JSON-RPC message"), std::string::npos);
  EXPECT_NE(fault_of(std::string(10'000, '[')).find("is not a JSON-RPC message"), std::string::npos);
}

struct BadMessage {
  const char* line;
  const char* why;
};

TEST(Decode, BadMessagesSayWhatIsWrong) {
  const BadMessage table[] = {
      {R"({"jsonrpc":2.0,"id":1,"result":{}})", "is not of jsonrpc \"2.0\""},
      {R"({"jsonrpc":"2.0","result":{}})", "is a response whose id is no integer"},
      {R"({"jsonrpc":"2.0","id":"1","result":{}})", "is a response whose id is no integer"},
      {R"({"jsonrpc":"2.0","id":1})", "needs either a result or an error"},
      {R"({"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1}})", "needs either a result or an error"},
      {R"({"jsonrpc":"2.0","id":1,"error":{"code":"x"}})", "has an error whose code is no integer"},
      {R"({"jsonrpc":"2.0","id":1,"method":"ask"})",
       "has the method \"ask\" where an adapter may only send note"},
      {R"({"jsonrpc":"2.0","method":"note"})", "is a note without a map of params"},
      {R"({"jsonrpc":"2.0","method":"note","params":{"kind":"log"}})", "is a note without a session"},
      {R"({"jsonrpc":"2.0","method":"note","params":{"session":"b"}})", "is a note without a kind"},
      {R"({"jsonrpc":"2.0","method":"note","params":{"session":"b","kind":"log","seq":"1"}})",
       "is a note whose seq is no integer"},
      {R"({"jsonrpc":"2.0","method":"note","params":{"session":"b","kind":"log","seq":1}})",
       "is a note whose t_ms is no integer"},
      {R"({"jsonrpc":"2.0","method":"note","params":{"session":"b","kind":"log","seq":1,"t_ms":0}})",
       "is a note whose data is no map"},
  };
  for (const BadMessage& bad : table) {
    EXPECT_EQ(fault_of(bad.line), std::string("message ") + bad.why + ": " + bad.line +
                                      ". See schemas/driver/README.md#messages");
  }
  EXPECT_NE(
      fault_of(R"({"jsonrpc":"2.0","id":1,"id":2,"result":{}})").find("message is doubtful JSON at /id ("),
      std::string::npos);
}

TEST(Encode, OneLinePerRequest) {
  EXPECT_EQ(encode_request(1, "hang_up", make_object({{"call_id", "a\nb"}})),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hang_up\",\"params\":{\"call_id\":\"a\\nb\"}}\n");
}

}  // namespace
}  // namespace ringcheck::driver
