#pragma once
// The harness as a guest of a homeserver that somebody runs: the accounts that its operator gives are lent to
// one test at a time, and what a test left behind or set is put away before the next one has them. It notes
// each room that is made or joined and each session that is begun, so that nothing of it stays, however the
// run ends.

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "driver/operated.hpp"
#include "net/loop.hpp"
#include "run/guest_account.hpp"
#include "run/guest_journal.hpp"
#include "run/polite_client.hpp"
#include "scenario/model.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

/// What a server says of itself; either may be empty.
struct ServerName {
  std::string name;
  std::string version;
};

class Guest {
 public:
  /// The error is a sentence: no such host, no certificates in the file. The list of what is to be put away
  /// stands in the folder of the run, and is gone when nothing is.
  static Result<std::unique_ptr<Guest>> open(net::Loop& loop, const driver::Operated& server,
                                             const std::string& run_folder);
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;

  /// Asks whether it is a homeserver, whether the accounts are right, and puts away what earlier runs left.
  /// Calls back once, with what the server calls itself; never if it was closed before.
  void begin(std::function<void(Result<ServerName>)> on_begun);

  /// Why a test cannot be played on this server or with these accounts; empty when it can.
  std::string why_not(const scenario::Test& test) const;

  using OnLent = std::function<void(Result<std::map<std::string, GuestDevice>>)>;  ///< by actor
  /// Calls back once, when there are accounts for the test's cast; never if it was given back before.
  int lend(const scenario::Test& test, OnLent on_lent);
  /// The test is over: its rooms are left and forgotten, and others may have its accounts.
  void give_back(int loan);
  /// Asks on behalf of the test. It is answered also when the loan was given back, for what came of it is to
  /// be put away; and so no timeout is shorter than our own.
  void ask(int loan, PoliteRequest request);

  /// For the long polls of a test, which wait and ask little, and end with it.
  std::unique_ptr<net::HttpClient> more_connections() const;

  /// Puts away everything, and calls back when that is done. Who says it again is not called back.
  void close(std::function<void()> on_closed);
  /// A sentence for each thing that was not put away, or perhaps not, when there was no time for that.
  std::vector<std::string> still_there() const;
  /// The lists of earlier runs that were put away.
  const std::vector<std::string>& put_away() const { return put_away_; }

  const driver::Operated& server() const { return server_; }

 private:
  /// Push rules and account data that a test writes.
  struct Setting {
    std::string path;
    std::string token;
    int status = 0;  ///< of the question for what it was before; 404: it was not there
    Value before;
    bool is_changed = false;
  };
  struct Loan {
    int id = 0;
    std::vector<CastUser> users;
    std::vector<GuestAccount*> accounts;  ///< one for each of them
    OnLent on_lent;
    std::set<std::string> rooms;
    std::vector<std::string> sessions;  ///< tokens of those that the test began itself
    std::list<Setting> settings;
    std::size_t under_way = 0;
    bool spoilt = false;  ///< it may have ended the sessions of its accounts
    bool lent = false;
    bool returned = false;
    bool cleaning = false;
  };
  using Task = std::function<void(std::function<void()> done)>;
  using Tasks = std::shared_ptr<std::list<Task>>;
  struct Said {
    std::string method;
    std::string path;
    std::string token;
    Value body;
  };

  Guest(net::Loop& loop, driver::Operated server, std::unique_ptr<net::HttpClient> client)
      : loop_(loop), server_(std::move(server)), client_(loop, std::move(client), {}) {}

  void begun(Result<ServerName> said);
  void try_accounts(std::function<void()> done);
  void adopt(const Tasks& tasks);
  void adopt_registered(const Tasks& tasks, const std::string& name);
  void adopt_device(const Tasks& tasks, const std::string& user_id, const std::string& device_id);
  void whose_token(const std::string& token, std::function<void()> done);
  void lend_waiting();
  bool take_accounts(Loan& loan);
  GuestAccount* free_account(std::size_t devices);
  void prepare(Loan& loan);
  /// For a loan, unless it was given back before; 0: for none, unless all is closed.
  void register_user(GuestAccount& account, int loan, std::function<void()> done);
  void log_in(GuestAccount& account, int loan, std::function<void()> done);
  void log_in_as(GuestAccount& account, const std::string& device_id,
                 std::function<void(int status, const Value& body)> done);
  std::string password_of(const std::string& registered) const;
  bool is_over(int loan);
  void lent(int loan);
  void note(Loan& loan, const net::HttpRequest& request, const net::HttpResponse& answer);
  static bool sets(const net::HttpRequest& request);
  static Setting* setting_of(Loan& loan, const net::HttpRequest& request);
  /// Asks what is set there before the request is sent.
  void remember(Loan& loan, PoliteRequest request);
  Task set_back(const Setting& setting);
  void clean_if_over(int loan);
  void clean(Loan& loan);
  void finish_if_closing();
  void forget_lists();
  void say_goodbye(const Tasks& tasks, GuestAccount& account);
  void leave_all(const GuestAccount& account, std::function<void()> done);
  void deactivate(GuestAccount& account, const std::string& session, std::function<void()> done);
  void log_out(GuestAccount& account, const Tasks& tasks);
  Task leave(const std::string& room, const std::string& token);
  Loan* find(int loan);

  /// Status 0: no answer came.
  void say(const Said& said, std::function<void(int status, const Value& body)> on_answer);
  static void run(const Tasks& tasks, std::function<void()> done);
  /// None of the tasks begins when we are closed by then.
  void run_until_closed(const Tasks& tasks, std::function<void()> done);

  net::Loop& loop_;
  driver::Operated server_;
  PoliteClient client_;
  std::list<GuestAccount> accounts_;
  std::list<Loan> loans_;  ///< in the order in which they were asked for
  int loans_made_ = 0;
  std::set<std::string> rooms_;  ///< all that were ever noted
  std::unique_ptr<GuestJournal> journal_;
  std::vector<LeftBehind> earlier_;  ///< of runs that were killed
  bool adopted_ = false;             ///< all that stands in them
  std::vector<std::string> put_away_;
  std::vector<std::string> left_;
  std::string trouble_;
  std::function<void(Result<ServerName>)> on_begun_;  ///< while it begins
  std::function<void()> on_closed_;
  bool closing_ = false;
};

}  // namespace ringcheck::run
