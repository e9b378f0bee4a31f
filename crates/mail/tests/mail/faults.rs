//! What the outbox records of a mail server's faults: nothing is lost, and nothing sent without end.

use chrono::TimeDelta;
use portero_domain::model::Mail;
use portero_domain::port::SendOutcome;

use crate::at_work::{AtWork, smtp};
use crate::given::{communication, mail, message, start};
use crate::in_memory_outbox::InMemoryOutbox;
use crate::smtp_server::{HANGING_UP, SmtpServer};

/// A communication on its way to a server.
fn at_work_with(server: &SmtpServer) -> AtWork {
    let mails: [Mail; 1] = [mail(communication(None))];
    AtWork::on(InMemoryOutbox::with(mails), smtp(server))
}

fn after(seconds: i64) -> chrono::DateTime<chrono::Utc> {
    start() + TimeDelta::seconds(seconds)
}

fn failed(retry_after: i64, problem: &str) -> SendOutcome {
    SendOutcome::Failed { retry_at: after(retry_after), problem: problem.to_owned() }
}

#[tokio::test]
async fn a_message_refused_for_now_is_sent_again_as_it_was() {
    let server = SmtpServer::start().await;
    server.answer_messages(&["452 4.3.1 <Ana.Lopez@xn--espaa-rta.es> no room"]);
    let at_work = at_work_with(&server);
    at_work.outbox.settled(1).await;
    at_work.pass(TimeDelta::seconds(5));
    at_work.outbox.settled(2).await;

    let outbox = at_work.end().await;
    let refused = failed(5, "the mail server refused it for now (452 4.3.1)");
    assert_eq!(outbox.outcomes(1), [refused, SendOutcome::Sent { at: after(5) }]);
    let messages = server.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0], messages[1]);
}

#[tokio::test]
async fn a_message_refused_for_good_is_given_up_the_fifth_time() {
    let server = SmtpServer::start().await;
    server.answer_messages(&["554 5.7.1 <Ana.Lopez@xn--espaa-rta.es> spam"; 5]);
    let at_work = at_work_with(&server);
    for times in 1..5 {
        at_work.outbox.settled(times).await;
        at_work.pass(TimeDelta::hours(1));
    }
    at_work.outbox.settled(5).await;
    at_work.pass(TimeDelta::days(1));

    let outbox = at_work.end().await;
    let problem = "the mail server refused it for good (554 5.7.1)";
    let hourly = [3_600, 7_200, 10_800, 14_400];
    let mut expected = hourly.map(|seconds| failed(seconds, problem)).to_vec();
    expected.push(SendOutcome::Undeliverable { at: after(14_400), problem: problem.to_owned() });
    assert_eq!(outbox.outcomes(1), expected);
    assert_eq!(server.messages().len(), 5);
}

#[tokio::test]
async fn a_message_without_an_answer_is_sent_again_under_the_same_id() {
    // Whether the server has taken it, nobody can know: twice is better than never.
    let server = SmtpServer::start().await;
    server.answer_messages(&[HANGING_UP]);
    let at_work = at_work_with(&server);
    at_work.outbox.settled(1).await;
    at_work.pass(TimeDelta::seconds(5));
    at_work.outbox.settled(2).await;

    let outbox = at_work.end().await;
    let unanswered = failed(5, "the mail server hung up without an answer");
    assert_eq!(outbox.outcomes(1), [unanswered, SendOutcome::Sent { at: after(5) }]);
    let messages = server.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0], messages[1]);
    let id = format!("Message-ID: {}\r\n", message().message_id());
    assert_eq!(messages[0].data.matches(&id).count(), 1);
    assert_eq!(server.connections(), 2, "a broken connection is not used again");
}

#[tokio::test]
async fn a_server_that_is_dead_for_an_hour_gets_the_mail_when_it_is_back() {
    let server = SmtpServer::start().await;
    server.be_dead(true);
    let at_work = at_work_with(&server);
    // 5 s, 30 s, 2 min, 10 min, 30 min, and then every hour.
    let dead_for = [0, 5, 35, 155, 755, 2_555];
    for (times, passed) in (1..).zip(dead_for.windows(2)) {
        at_work.outbox.settled(times).await;
        at_work.pass(TimeDelta::seconds(passed[1] - passed[0]));
    }
    at_work.outbox.settled(6).await;
    server.be_dead(false);
    at_work.pass(TimeDelta::minutes(59));
    at_work.pass(TimeDelta::minutes(1));
    at_work.outbox.settled(7).await;

    let outbox = at_work.end().await;
    let outcomes = outbox.outcomes(1);
    let problem = "the mail server hung up without an answer";
    let tried = [5, 35, 155, 755, 2_555, 6_155].map(|seconds| failed(seconds, problem));
    assert_eq!(outcomes[..6], tried);
    assert_eq!(outcomes[6..], [SendOutcome::Sent { at: after(6_155) }]);
    assert_eq!(server.messages().len(), 1);
}
