//! Accounts.

use poem_openapi::Object;
use portero_domain::model::{Account, AccountAmendment, AccountDetails, Language, Line, Name};
use portero_domain::use_case::{Error, NewAccount};
use uuid::Uuid;

use super::{Named, Timestamp};
use crate::convention::Fields;

/// What an account tells of itself beside its name.
#[derive(Debug, Clone, Default, Object)]
#[oai(rename = "AccountDetails", deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct DetailsBody {
    /// The company's registered name.
    pub company: Option<String>,
    /// The tax identification number.
    pub tax_id: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
}

impl DetailsBody {
    fn read(self, fields: &mut Fields) -> Option<AccountDetails> {
        let line = |text: String| Line::parse(&text);
        let company = fields.read_optional("details.company", self.company, line);
        let tax_id = fields.read_optional("details.tax_id", self.tax_id, line);
        let address = fields.read_optional("details.address", self.address, line);
        let phone = fields.read_optional("details.phone", self.phone, line);
        Some(AccountDetails {
            company: company?,
            tax_id: tax_id?,
            address: address?,
            phone: phone?,
        })
    }
}

impl From<AccountDetails> for DetailsBody {
    fn from(details: AccountDetails) -> Self {
        let text = |line: Option<Line>| line.map(|line| line.as_str().to_owned());
        Self {
            company: text(details.company),
            tax_id: text(details.tax_id),
            address: text(details.address),
            phone: text(details.phone),
        }
    }
}

/// What someone gives to create an account.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct AccountRequest {
    /// 1 to 64 characters.
    pub name: String,
    /// The language of its mails; the founder's without one.
    pub language: Option<Named<Language>>,
    /// Company, tax id, address, telephone.
    pub details: Option<DetailsBody>,
}

impl AccountRequest {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self) -> Result<NewAccount, Error> {
        let mut fields = Fields::default();
        let name = fields.read("name", Name::parse(&self.name));
        let language = fields.read_optional("language", self.language, Named::known);
        let details = self.details.unwrap_or_default().read(&mut fields);
        let (Some(name), Some(language), Some(details)) = (name, language, details) else {
            return Err(fields.refusal());
        };
        Ok(NewAccount { name, language, details })
    }
}

/// What is to change on an account; what is absent stays.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct AccountPatch {
    /// 1 to 64 characters.
    pub name: Option<String>,
    /// The language of its mails.
    pub language: Option<Named<Language>>,
    /// All the details anew: those left out are cleared.
    pub details: Option<DetailsBody>,
}

impl AccountPatch {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self) -> Result<AccountAmendment, Error> {
        let mut fields = Fields::default();
        let name = fields.read_optional("name", self.name, |text| Name::parse(&text));
        let language = fields.read_optional("language", self.language, Named::known);
        let details = match self.details {
            None => Some(None),
            Some(details) => details.read(&mut fields).map(Some),
        };
        let (Some(name), Some(language), Some(details)) = (name, language, details) else {
            return Err(fields.refusal());
        };
        Ok(AccountAmendment { name, language, details })
    }
}

/// An account.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Account", example)]
pub struct AccountBody {
    /// The account.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The language of its mails.
    pub language: Named<Language>,
    /// Company, tax id, address, telephone.
    pub details: DetailsBody,
    /// `active` or `closed`.
    pub state: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// The version, as in the `ETag`.
    pub version: i64,
}

impl From<&Account> for AccountBody {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id.as_uuid(),
            name: account.name.as_str().to_owned(),
            language: account.language.into(),
            details: account.details.clone().into(),
            state: account.state.to_string(),
            created_at: account.created_at.into(),
            version: account.version.as_i64(),
        }
    }
}

/// Who is to own the account.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct OwnershipTransferRequest {
    /// An active member.
    pub user_id: Uuid,
}
