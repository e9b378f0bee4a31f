//! `portero service-keys`: machines' keys.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use portero_domain::id::{AccountId, ServiceKeyId};
use portero_domain::model::{Name, ServiceKey, ServiceScope, ServiceScopeSet};
use portero_domain::policy::Scope;
use uuid::Uuid;

use super::Failure;
use crate::configuration::Configuration;
use crate::wiring::assemble_existing;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Make a key; its secret is printed this once
    Create {
        #[command(flatten)]
        reach: Reach,
        /// What to call it
        #[arg(long)]
        name: String,
        /// What it may be used for; give it once for each
        #[arg(long = "scope", required = true)]
        scopes: Vec<String>,
    },
    /// List an account's keys, or the installation's, with when each was last used
    List {
        #[command(flatten)]
        reach: Reach,
    },
    /// Make a key worthless
    Revoke {
        #[command(flatten)]
        reach: Reach,
        /// The key's id
        key: Uuid,
    },
}

/// What a key opens: one of the two has to be said, for a key to everything is never made by mistake.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Reach {
    /// The one account that it opens
    #[arg(long)]
    account: Option<Uuid>,
    /// It opens every account, and belongs to none
    #[arg(long)]
    installation: bool,
}

impl Reach {
    fn scope(&self) -> Scope {
        let only = self.account.map(|account| Scope::Account(AccountId::from_uuid(account)));
        only.unwrap_or(Scope::Installation)
    }
}

/// Creates, lists or revokes keys.
///
/// # Errors
/// [`Failure`]
pub async fn run(action: Action, configuration: Configuration) -> Result<ExitCode, Failure> {
    let portero = assemble_existing(&configuration).await?.portero;
    match action {
        Action::Create { reach, name, scopes } => {
            let scopes = read_scopes(&scopes)?;
            let name = Name::parse(&name)
                .map_err(|refusal| Failure::Usage(format!("--name {name:?}: {refusal}")))?;
            let new = portero.create_service_key_as_operator(reach.scope(), name, scopes).await?;
            println!("{}", line(&new.key));
            println!("key: {}", new.secret());
        }
        Action::List { reach } => {
            for key in &portero.service_keys_as_operator(reach.scope()).await? {
                println!("{}  {}", line(key), last_use(key));
            }
        }
        Action::Revoke { reach, key } => {
            let id = ServiceKeyId::from_uuid(key);
            portero.revoke_service_key_as_operator(reach.scope(), id).await?;
            println!("{key} is revoked");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn read_scopes(names: &[String]) -> Result<ServiceScopeSet, Failure> {
    let known: Vec<&str> = ServiceScope::ALL.iter().map(|scope| scope.as_str()).collect();
    let read = |name: &String| {
        name.parse::<ServiceScope>().map_err(|_| {
            Failure::Usage(format!("--scope {name:?}: expected one of {}", known.join(", ")))
        })
    };
    names.iter().map(read).collect()
}

fn line(key: &ServiceKey) -> String {
    let scopes: Vec<&str> = key.scopes.iter().map(ServiceScope::as_str).collect();
    let state = if key.revoked_at.is_some() { "revoked" } else { "live" };
    format!("{}  {state}  {}  {}", key.id, scopes.join(","), key.name.as_str())
}

/// When a key was last used: that is kept to the minute, so no more is told.
fn last_use(key: &ServiceKey) -> String {
    match key.last_used_at {
        Some(last) => format!("used {}", last.format("%Y-%m-%dT%H:%MZ")),
        None => "never used".to_owned(),
    }
}
