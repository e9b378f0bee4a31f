//! A walk: each command on the product first, then in the model, and then both must agree.

use std::collections::BTreeMap;

use portero_domain::model::MembershipState;
use portero_domain::policy::{Permission, PermissionSet, Role, Scope};
use portero_domain::port::{AccessDirectory, Asked, Clock, Directory, Page, PersonFacts, Subject};
use portero_domain::use_case::{AccessAnswer, AccessChecked, Error, Question, Wanted};

use crate::command::{Account, Command, Person};
use crate::model::{Breach, Model};
use crate::stage::{NotDone, Stage};

/// How often each command was done and refused.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<&'static str, [u32; 2]>);

impl Tally {
    pub fn done(&self, name: &str) -> u32 {
        self.0.get(name).map_or(0, |counts| counts[0])
    }

    pub fn refused(&self, name: &str) -> u32 {
        self.0.get(name).map_or(0, |counts| counts[1])
    }

    fn count(&mut self, command: &Command, was_done: bool) {
        self.0.entry(command.name()).or_default()[usize::from(!was_done)] += 1;
    }
}

/// Walks a whole sequence on a fresh installation.
pub fn walk(commands: &[Command], tally: &mut Tally) -> Result<(), Breach> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.map_err(in_words)?.block_on(walk_all(commands, tally))
}

async fn walk_all(commands: &[Command], tally: &mut Tally) -> Result<(), Breach> {
    let stage = Stage::set().await.map_err(in_words)?;
    let model = Model::new(stage.clock.now());
    let mut walk = Walk { stage, model, events_seen: [0; 3] };
    walk.agree().await.map_err(|breach| format!("at the start: {breach}"))?;
    for (number, command) in commands.iter().enumerate() {
        let step = walk.step(command, tally).await;
        step.map_err(|breach| format!("{breach}, by step {number}: {command:?}"))?;
    }
    walk.trail_holds().await
}

struct Walk {
    stage: Stage,
    model: Model,
    events_seen: [i64; 3],
}

impl Walk {
    async fn step(&mut self, command: &Command, tally: &mut Tally) -> Result<(), Breach> {
        if let Some(person) = command.by() {
            self.stage.sign_in(person).await;
        }
        self.new_events().await?;
        let outcome = self.stage.perform(command).await;
        tally.count(command, outcome.is_ok());
        match outcome {
            Ok(()) => {
                self.model.succeeded(command)?;
                self.agree_on_answers().await?;
            }
            Err(NotDone::Refused(Error::Store(error))) => return Err(in_words(error)),
            Err(NotDone::Refused(_) | NotDone::AlreadyMemberOrInvited) => {
                if self.new_events().await? > 0 {
                    return Err("a refusal changed something".into());
                }
            }
        }
        self.agree().await
    }

    /// The product and the model agree on everyone, on both accounts.
    async fn agree(&self) -> Result<(), Breach> {
        for on in Account::ALL {
            let people = self.people(on).await?;
            one_unlimited_owner(&people).map_err(|breach| format!("{on:?} {breach}"))?;
            self.agree_on_standings(on, &people).await?;
        }
        Ok(())
    }

    async fn people(&self, on: Account) -> Result<Vec<PersonFacts>, Breach> {
        let users = self.stage.users.iter().copied();
        let asked = users.map(|user| Asked { subject: Subject::User(user), site: None });
        let asked: Vec<Asked> = asked.collect();
        let account = self.stage.accounts[on as usize];
        let found = self.stage.store.look_up_all(account, &asked).await.map_err(in_words)?;
        found
            .into_iter()
            .map(|one| one.person)
            .collect::<Option<_>>()
            .ok_or_else(|| "a person is gone".into())
    }

    /// As a use case that is about to let someone in would see them.
    async fn agree_on_standings(&self, on: Account, people: &[PersonFacts]) -> Result<(), Breach> {
        let account = self.stage.accounts[on as usize];
        let admission = self.stage.store.find_admission(account).await.map_err(in_words)?;
        let admission = admission.ok_or("an account is gone")?;
        for (who, facts) in Person::ALL.into_iter().zip(people) {
            let standing = facts.standing(admission, self.model.now);
            let held = standing.map_or(PermissionSet::EMPTY, |standing| standing.effective());
            self.agree_on(on, who, held)?;
        }
        Ok(())
    }

    /// As an embedding service is told: every permission of everyone, one question each.
    async fn agree_on_answers(&self) -> Result<(), Breach> {
        for on in Account::ALL {
            self.agree_on_answers_of(on).await?;
        }
        Ok(())
    }

    async fn agree_on_answers_of(&self, on: Account) -> Result<(), Breach> {
        let questions: Vec<Question> =
            self.stage.users.iter().flat_map(|user| all_about(*user)).collect();
        let (machine, account) =
            (&self.stage.machines[on as usize], self.stage.accounts[on as usize]);
        let answered = self.stage.portero.check_access_batch(machine, account, &questions).await;
        if self.model.is_closed(on) {
            let refused = answered.is_err_and(|error| error == Error::AccountClosed);
            return if refused { Ok(()) } else { Err(format!("{on:?} answers, closed")) };
        }
        let answers = answered.map_err(in_words)?;
        for (who, about) in Person::ALL.into_iter().zip(answers.chunks(Permission::ALL.len())) {
            self.agree_on(on, who, about.iter().filter_map(allowed).collect())?;
        }
        Ok(())
    }

    fn agree_on(&self, on: Account, who: Person, held: PermissionSet) -> Result<(), Breach> {
        let given = self.model.holds(on, who);
        if held == given {
            return Ok(());
        }
        let (more, less) = (held.difference(given), given.difference(held));
        Err(format!("{who:?} on {on:?} holds {more:?} that nobody gave, and lacks {less:?}"))
    }

    /// How many events there are since the last look, on both accounts and the installation. They
    /// are numbered without gaps.
    async fn new_events(&mut self) -> Result<usize, Breach> {
        let accounts = self.stage.accounts.iter().map(|id| Scope::Account(*id));
        let scopes: Vec<Scope> = accounts.chain([Scope::Installation]).collect();
        let mut count = 0;
        for (scope, seen) in scopes.into_iter().zip(&mut self.events_seen) {
            let page = Page { after: Some(*seen), limit: 1_000 };
            let events = self.stage.store.events(scope.key(), page).await.map_err(in_words)?;
            count += events.len();
            for event in events {
                *seen += 1;
                if event.number != *seen {
                    return Err(format!("event {seen} of {scope:?} is missing"));
                }
            }
        }
        Ok(count)
    }

    /// In the end, every audit chain verifies, and the events are all there.
    async fn trail_holds(&mut self) -> Result<(), Breach> {
        self.new_events().await?;
        let reports = self.stage.portero.verify_audit().await.map_err(in_words)?;
        let whole = reports.iter().filter(|report| report.broken.is_none()).count();
        if (whole, reports.len()) == (3, 3) {
            return Ok(());
        }
        Err(format!("the audit chains do not verify: {reports:?}"))
    }
}

/// Exactly one owner, who is never limited or suspended on their account.
fn one_unlimited_owner(people: &[PersonFacts]) -> Result<(), Breach> {
    let accesses = people.iter().filter_map(|person| person.access);
    let owners: Vec<_> = accesses.filter(|one| one.role == Role::Owner).collect();
    match owners[..] {
        [owner] if owner.until.is_none() && owner.state == MembershipState::Active => Ok(()),
        [_] => Err("has an owner who is limited or suspended".into()),
        _ => Err(format!("has {} owners", owners.len())),
    }
}

fn all_about(user: portero_domain::id::UserId) -> impl Iterator<Item = Question> {
    Permission::ALL.iter().map(move |permission| Question {
        subject: Some(Subject::User(user)),
        wanted: Wanted::Permission(*permission),
    })
}

/// What an answer allows on the account.
fn allowed(checked: &AccessChecked) -> Option<Permission> {
    let Wanted::Permission(permission) = checked.wanted else { return None };
    matches!(checked.answer, AccessAnswer::Allowed(_)).then_some(permission)
}

fn in_words(error: impl std::fmt::Display) -> Breach {
    error.to_string()
}
