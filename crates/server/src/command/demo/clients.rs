//! The clients of the demonstration: one in every state, and the sites that are built for them.

use std::collections::BTreeMap;

use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{
    ClientDetails, ClientStatus, Line, Name, Notes, Origin, Password, SiteDetails,
};
use portero_domain::policy::{SitePermission, SitePermissionSet};
use portero_domain::use_case::{Caller, EditedInvitation, NewClient, Once};

use super::{PASSWORD, Stage, answered_now, unexpected};
use crate::command::{Failure, read_address};

/// The sites: name, alias and domain.
const SITES: &[(&str, &str, &str)] = &[
    ("Muebles Iglesias", "muebles", "mueblesiglesias.example"),
    ("Hostal La Ribera", "hostal", "hostalribera.example"),
    ("Clínica Dental Robles", "clinica", "clinicarobles.example"),
    ("Panadería Trigal", "trigal", "panaderiatrigal.example"),
    ("Bodegas Montalvo", "bodegas", "bodegasmontalvo.example"),
];

/// A site by its name, and what is permitted on it, without what that needs beside it.
type Assigned = (&'static str, &'static [SitePermission]);

/// A client as they are when everything is set.
pub(super) struct Kept {
    pub address: &'static str,
    first_name: &'static str,
    last_name: &'static str,
    company: &'static str,
    phone: &'static str,
    notes: &'static str,
    sites: &'static [Assigned],
    pub status: ClientStatus,
}

/// One in every state, in the order that they came.
pub(super) const CLIENTS: &[Kept] = &[
    Kept {
        address: "tomas@hostalribera.example",
        first_name: "Tomás",
        last_name: "Herrero Gil",
        company: "Hostal La Ribera",
        phone: "+34 976 555 014",
        notes: "Cierra de noviembre a marzo: se reactiva con la temporada.",
        sites: &[("Hostal La Ribera", &[SitePermission::BookingAdmin, SitePermission::ViewStats])],
        status: ClientStatus::Suspended,
    },
    Kept {
        address: "marta@mueblesiglesias.example",
        first_name: "Marta",
        last_name: "Iglesias Peña",
        company: "Muebles Iglesias S.L.",
        phone: "+34 983 555 120",
        notes: "Prefiere que la llamen por la tarde.",
        sites: &[
            (
                "Muebles Iglesias",
                &[
                    SitePermission::Edit,
                    SitePermission::ManageStore,
                    SitePermission::Republish,
                    SitePermission::ViewStats,
                ],
            ),
            ("Bodegas Montalvo", &[]),
        ],
        status: ClientStatus::Active,
    },
    Kept {
        address: "julian@clinicarobles.example",
        first_name: "Julián",
        last_name: "Robles Ortega",
        company: "Clínica Dental Robles",
        phone: "+34 947 555 033",
        notes: "",
        sites: &[(
            "Clínica Dental Robles",
            &[SitePermission::EditLimited, SitePermission::BookingUser],
        )],
        status: ClientStatus::Invited,
    },
    Kept {
        address: "lucia@panaderiatrigal.example",
        first_name: "Lucía",
        last_name: "Navarro Sáez",
        company: "Panadería Trigal",
        phone: "",
        notes: "Falta que apruebe las fotografías.",
        sites: &[("Panadería Trigal", &[SitePermission::Blog])],
        status: ClientStatus::SiteAssigned,
    },
    Kept {
        address: "andres@reformasgarcia.example",
        first_name: "Andrés",
        last_name: "García Muñoz",
        company: "Reformas García",
        phone: "+34 600 555 481",
        notes: "Pidió presupuesto para una página con galería.",
        sites: &[],
        status: ClientStatus::Prospect,
    },
];

/// What is left empty is absent.
fn optional<Text, Refusal: std::fmt::Display>(
    text: &str,
    parse: impl Fn(&str) -> Result<Text, Refusal>,
) -> Result<Option<Text>, Failure> {
    if text.is_empty() { Ok(None) } else { parse(text).map(Some).map_err(unexpected) }
}

impl Stage {
    /// The sites, and then the clients, each as far as they are to come.
    pub(super) async fn clients(&self, owner: &Caller, account: AccountId) -> Result<(), Failure> {
        let mut sites = BTreeMap::new();
        for (name, alias, domain) in SITES {
            let details = SiteDetails {
                name: Name::parse(name).map_err(unexpected)?,
                alias: optional(alias, Name::parse)?,
                url: optional(&format!("https://www.{domain}"), Line::parse)?,
                domain: optional(domain, Line::parse)?,
            };
            let made = self.portero.create_site(owner, account, details, Once::each_time()).await?;
            sites.insert(*name, answered_now(made)?.id);
        }
        for kept in CLIENTS {
            let id = self.client(owner, account, kept).await?;
            self.assign(owner, account, id, kept, &sites).await?;
            self.bring(owner, account, id, kept.status).await?;
        }
        Ok(())
    }

    async fn client(
        &self,
        owner: &Caller,
        account: AccountId,
        kept: &Kept,
    ) -> Result<ClientId, Failure> {
        let details = ClientDetails {
            first_name: Name::parse(kept.first_name).map_err(unexpected)?,
            last_name: Name::parse(kept.last_name).map_err(unexpected)?,
            company: optional(kept.company, Line::parse)?,
            address: None,
            phone: optional(kept.phone, Line::parse)?,
            notes: optional(kept.notes, Notes::parse)?,
        };
        let new = NewClient { email: read_address(&self.portero, kept.address)?, details };
        let made = self.portero.create_client(owner, account, new, Once::each_time()).await?;
        Ok(answered_now(made)?.client.id)
    }

    async fn assign(
        &self,
        owner: &Caller,
        account: AccountId,
        client: ClientId,
        kept: &Kept,
        sites: &BTreeMap<&str, SiteId>,
    ) -> Result<(), Failure> {
        for (name, permissions) in kept.sites {
            let site = *sites.get(name).ok_or_else(|| unexpected(name))?;
            let permissions = SitePermissionSet::of(permissions).closed();
            self.portero.assign_site(owner, account, client, site, permissions).await?;
        }
        Ok(())
    }

    /// Brings a client who has their sites to where they are to be.
    async fn bring(
        &self,
        owner: &Caller,
        account: AccountId,
        client: ClientId,
        status: ClientStatus,
    ) -> Result<(), Failure> {
        match status {
            ClientStatus::Prospect | ClientStatus::SiteAssigned => Ok(()),
            ClientStatus::Invited => self.invite_client(owner, account, client).await,
            ClientStatus::Active => self.let_in(owner, account, client).await,
            ClientStatus::Suspended => {
                self.let_in(owner, account, client).await?;
                Ok(self.portero.suspend_client(owner, account, client).await?)
            }
        }
    }

    async fn invite_client(
        &self,
        owner: &Caller,
        account: AccountId,
        client: ClientId,
    ) -> Result<(), Failure> {
        let drafted = EditedInvitation::default();
        let once = Once::each_time();
        self.portero.send_client_invitation(owner, account, client, &drafted, once).await?;
        Ok(())
    }

    /// Invites them, and follows their link with the password that everyone has.
    async fn let_in(
        &self,
        owner: &Caller,
        account: AccountId,
        client: ClientId,
    ) -> Result<(), Failure> {
        self.invite_client(owner, account, client).await?;
        let link = self.tokens.last()?;
        let password = Password::new(PASSWORD);
        let origin = Origin::default();
        self.portero.redeem_setup_link(&link, Some(&password), None, origin).await?;
        Ok(())
    }
}
