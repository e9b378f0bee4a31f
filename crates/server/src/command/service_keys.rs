//! `portero service-keys`: machines' keys.

use std::process::ExitCode;

use clap::Subcommand;
use portero_domain::id::{AccountId, ServiceKeyId};
use portero_domain::model::{Name, ServiceKey, ServiceScope, ServiceScopeSet};
use uuid::Uuid;

use super::Failure;
use crate::configuration::Configuration;
use crate::wiring::assemble_existing;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Make a key; its secret is printed this once
    Create {
        /// The account that it opens
        #[arg(long)]
        account: Uuid,
        /// What to call it
        #[arg(long)]
        name: String,
        /// What it may be used for; give it once for each
        #[arg(long = "scope", required = true)]
        scopes: Vec<String>,
    },
    /// List an account's keys
    List {
        /// The account
        #[arg(long)]
        account: Uuid,
    },
    /// Make a key worthless
    Revoke {
        /// The account
        #[arg(long)]
        account: Uuid,
        /// The key's id
        key: Uuid,
    },
}

/// Creates, lists or revokes keys.
///
/// # Errors
/// [`Failure`]
pub async fn run(action: Action, configuration: Configuration) -> Result<ExitCode, Failure> {
    let portero = assemble_existing(&configuration).await?.portero;
    match action {
        Action::Create { account, name, scopes } => {
            let scopes = read_scopes(&scopes)?;
            let name = Name::parse(&name)
                .map_err(|refusal| Failure::Usage(format!("--name {name:?}: {refusal}")))?;
            let account = AccountId::from_uuid(account);
            let new = portero.create_service_key_as_operator(account, name, scopes).await?;
            println!("{}", line(&new.key));
            println!("key: {}", new.secret());
        }
        Action::List { account } => {
            let keys = portero.service_keys_as_operator(AccountId::from_uuid(account)).await?;
            for key in &keys {
                println!("{}", line(key));
            }
        }
        Action::Revoke { account, key } => {
            let (account, key) = (AccountId::from_uuid(account), ServiceKeyId::from_uuid(key));
            portero.revoke_service_key_as_operator(account, key).await?;
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
