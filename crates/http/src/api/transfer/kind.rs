//! What can be brought in and given out: clients and sites, in the same way.

use poem_openapi::types::ParseFromJSON;
use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::use_case::{
    Answered, Caller, Error, Export, Import, ImportListener, ImportReport, Once, Portero, RowSource,
};

use crate::rows::Row;
use crate::schema::{ClientRowBody, SiteRowBody};

/// A kind of rows, with the use cases for it.
#[async_trait::async_trait]
pub(super) trait Kind: Row + ParseFromJSON + Send + Sync + 'static {
    /// Where an export stands.
    type Export: Send + Sync + 'static;

    /// What it is called, as a file is.
    const NAME: &'static str;

    async fn may_import(
        portero: &Portero,
        caller: &Caller,
        account: AccountId,
    ) -> Result<(), Error>;

    async fn import(
        portero: &Portero,
        by: (&Caller, AccountId),
        import: Import,
        source: &mut dyn RowSource<Self::Record>,
        listener: &mut dyn ImportListener,
        once: Once<'_, ImportReport>,
    ) -> Result<Answered<ImportReport>, Error>;

    async fn begin_export(
        portero: &Portero,
        caller: &Caller,
        account: AccountId,
    ) -> Result<Self::Export, Error>;

    async fn next_rows(
        portero: &Portero,
        caller: &Caller,
        export: &mut Self::Export,
    ) -> Result<Vec<Self::Record>, Error>;
}

macro_rules! kinds {
    ( $( $row:ty: $name:literal, $id:ty, $may_import:ident, $import:ident, $begin:ident, $next:ident; )+ ) => { $(
        #[async_trait::async_trait]
        impl Kind for $row {
            type Export = Export<$id>;

            const NAME: &'static str = $name;

            async fn may_import(
                portero: &Portero,
                caller: &Caller,
                account: AccountId,
            ) -> Result<(), Error> {
                portero.$may_import(caller, account).await
            }

            async fn import(
                portero: &Portero,
                by: (&Caller, AccountId),
                import: Import,
                source: &mut dyn RowSource<Self::Record>,
                listener: &mut dyn ImportListener,
                once: Once<'_, ImportReport>,
            ) -> Result<Answered<ImportReport>, Error> {
                portero.$import(by, import, source, listener, once).await
            }

            async fn begin_export(
                portero: &Portero,
                caller: &Caller,
                account: AccountId,
            ) -> Result<Self::Export, Error> {
                portero.$begin(caller, account).await
            }

            async fn next_rows(
                portero: &Portero,
                caller: &Caller,
                export: &mut Self::Export,
            ) -> Result<Vec<Self::Record>, Error> {
                portero.$next(caller, export).await
            }
        }
    )+ };
}

kinds! {
    ClientRowBody: "clients", ClientId,
        may_import_clients, import_clients, begin_client_export, next_clients;
    SiteRowBody: "sites", SiteId,
        may_import_sites, import_sites, begin_site_export, next_sites;
}
