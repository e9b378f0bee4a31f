//! How the databases carry the statements about clients and sites out: none of them may read a table
//! from one end to the other, however it is filtered, ordered, searched and paged.
//!
//! The statements are those that the store was seen to send, with the values that it sent.

use std::sync::{Arc, Mutex};

use portero_domain::id::SiteId;
use portero_domain::model::{
    Account, Client, ClientStatus, EmailAddress, Site, SiteAssignment, SiteChange, User,
    search_words,
};
use portero_domain::policy::Scope;
use portero_domain::port::{ClientDirectory, ClientFilter, ClientKey, ClientSort, Page, Store};
use portero_store_sea_orm::SeaOrmStore;
use sea_orm::metric::Info;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait};

use crate::client_given::{blogging, created, details, site_details};
use crate::database::{Opened, on_each_database};
use crate::given;

/// So many that to read them all is not the shortest way to a few.
const CLIENTS: u32 = 6_000;

/// The same of users.
const USERS: u32 = 500;

/// The tables that grow with the clients of an account.
const GROWING: [&str; 8] = [
    "clients",
    "client_words",
    "client_beginnings",
    "sites",
    "site_words",
    "site_beginnings",
    "site_assignments",
    "viewings",
];

/// What is asked, each as someone would type it: nothing, what few have, what many have, what many
/// have of which few have both, one letter, and what nobody has.
const SOUGHT: [&str; 7] = ["", "c77", "eva", "sola luna", "eva c77", "e", "nadie"];

type Seen = Arc<Mutex<Vec<Statement>>>;

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_about_clients_and_sites_reads_a_table_from_end_to_end() {
    on_each_database(async |opened| {
        let (account, clients, sites) = filled(&opened.store).await;
        let connection = opened.past_the_store().await;
        // PostgreSQL knows nothing of its rows before it has looked; SQLite has to do without too.
        let is_sqlite = connection.get_database_backend() == DbBackend::Sqlite;
        for know_the_rows in ["SELECT 1", "ANALYZE"].into_iter().skip(usize::from(!is_sqlite)) {
            connection.execute_unprepared(know_the_rows).await.unwrap();
            let seen = seen(opened, async |store| {
                list_clients(store, &account, &clients).await;
                list_sites(store, &account, &clients, &sites).await;
                find_in_a_unit_of_work(store, &account, &clients, &sites).await;
            });
            let seen = seen.await;
            assert!(seen.len() > 100, "{} statements", seen.len());
            let long = long_plans(&seen, &connection).await;
            assert!(long.is_empty(), "{} of {}\n{}", long.len(), seen.len(), long.join("\n\n"));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_index_a_scan_is_seen() {
    on_each_database(async |opened| {
        let (account, clients, _) = filled(&opened.store).await;
        let connection = opened.past_the_store().await;
        let drop = "DROP INDEX clients_by_name; DROP INDEX clients_in_state_by_name; ANALYZE";
        connection.execute_unprepared(drop).await.unwrap();
        let seen = seen(opened, async |store| list_clients(store, &account, &clients).await).await;
        let long = long_plans(&seen, &connection).await;
        assert!(!long.is_empty(), "of {} statements", seen.len());
    })
    .await;
}

async fn long_plans(seen: &[Statement], connection: &DatabaseConnection) -> Vec<String> {
    let mut long = Vec::new();
    for statement in seen {
        let plan = Plan::of(statement, connection).await;
        if plan.is_long() {
            long.push(plan.shown());
        }
    }
    long
}

/// An account with clients and as many sites, every other of which is assigned.
async fn filled(store: &SeaOrmStore) -> (Account, Vec<Client>, Vec<SiteId>) {
    let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
    let account = given::account(store, &owner).await;
    for number in 0..USERS {
        given::user(store, &format!("u{number}@sol.example"), "Eva", "Ruiz").await;
    }
    let create = |number: u32| {
        let company = if number.is_multiple_of(2) { "Luna" } else { "Solana" };
        created(&account, &format!("c{number}@x.example"), details("Eva", company))
    };
    let changes: Vec<_> = (0..CLIENTS).map(create).collect();
    let clients: Vec<Client> = changes.iter().map(|change| change.aggregate().clone()).collect();
    let sites = hotels(&account, CLIENTS);
    let ids: Vec<SiteId> = sites.iter().map(|change| change.aggregate().id).collect();
    let (mut gained, mut assigned) = (Vec::new(), Vec::new());
    for (client, site) in clients.iter().zip(&ids).step_by(2) {
        let of = (account.id, client.id);
        let change = SiteAssignment::assign(of, *site, blogging(), given::noon()).unwrap();
        gained.push(client.clone().gain_site(change.aggregate()));
        assigned.push(change);
    }
    let mut unit = store.begin().await.unwrap();
    unit.clients().save_all(changes).await.unwrap();
    unit.clients().save_all(gained).await.unwrap();
    unit.sites().save_all(sites).await.unwrap();
    unit.assignments().save_all(assigned).await.unwrap();
    unit.commit(given::trail(Scope::Account(account.id))).await.unwrap();
    build_next_door(store, &owner).await;
    (account, clients, ids)
}

/// So many sites to be.
fn hotels(account: &Account, many: u32) -> Vec<SiteChange> {
    let create = |number: u32| {
        let mut details = site_details(&format!("Hotel {number}"));
        details.alias = Some(given::name(&format!("h{number}")));
        Site::create(SiteId::from_uuid(given::id()), account.id, details, given::noon())
    };
    (0..many).map(create).collect()
}

/// Another account with twice the sites: all sites are not those of one account.
async fn build_next_door(store: &SeaOrmStore, owner: &User) {
    let neighbour = given::account(store, owner).await;
    let mut unit = store.begin().await.unwrap();
    unit.sites().save_all(hotels(&neighbour, 2 * CLIENTS)).await.unwrap();
    unit.commit(given::trail(Scope::Account(neighbour.id))).await.unwrap();
}

/// The statements that a store sends.
async fn seen(opened: &Opened, ask: impl AsyncFn(&SeaOrmStore)) -> Vec<Statement> {
    let seen = Seen::default();
    let mut store = opened.store.clone();
    let into = Arc::clone(&seen);
    store.observe(move |info: &Info<'_>| into.lock().unwrap().push(info.statement.clone()));
    ask(&store).await;
    drop(store);
    let mut seen = seen.lock().unwrap();
    std::mem::take(&mut *seen)
}

async fn list_clients(store: &SeaOrmStore, account: &Account, clients: &[Client]) {
    let middle = &clients[clients.len() / 2];
    let key = ClientKey {
        id: middle.id,
        sort_name: middle.details.sort_name(),
        last_active_at: middle.last_active_at,
    };
    for sort in ClientSort::ALL.iter().copied() {
        for after in [None, Some(&key)] {
            for status in [None, Some(ClientStatus::Prospect), Some(ClientStatus::SiteAssigned)] {
                for sought in SOUGHT {
                    let filter = ClientFilter { words: search_words(sought), status };
                    let page = Page { after: after.cloned(), limit: 51 };
                    store.clients(account.id, &filter, sort, page).await.unwrap();
                }
            }
        }
    }
}

async fn list_sites(store: &SeaOrmStore, account: &Account, clients: &[Client], sites: &[SiteId]) {
    for after in [None, Some(sites[sites.len() / 2])] {
        for sought in ["", "77", "hotel", "hotel h77", "hotel hote", "h", "nadie"] {
            let page = Page { after, limit: 51 };
            store.sites(account.id, &search_words(sought), page).await.unwrap();
        }
        let page = Page { after, limit: 51 };
        store.assigned_sites(account.id, clients[0].id, page).await.unwrap();
    }
    for after in [None, Some(clients[0].id)] {
        let page = Page { after, limit: 51 };
        store.assigned_clients(account.id, sites[0], page).await.unwrap();
    }
    let some: Vec<_> = clients[..50].iter().map(|client| client.id).collect();
    store.sites_of_clients(account.id, &some).await.unwrap();
    store.find_client(account.id, clients[0].id).await.unwrap();
    store.find_site(account.id, sites[0]).await.unwrap();
    store.find_client_facts(account.id, clients[0].id, sites[0]).await.unwrap();
    store.find_setup_link(&given::hash()).await.unwrap();
    store.note_activity(account.id, clients[0].id, given::noon()).await.unwrap();
    store.viewings(account.id, Page { after: None, limit: 51 }).await.unwrap();
}

async fn find_in_a_unit_of_work(
    store: &SeaOrmStore,
    account: &Account,
    clients: &[Client],
    sites: &[SiteId],
) {
    let mut unit = store.begin().await.unwrap();
    let emails: Vec<EmailAddress> = clients[..50].iter().map(|one| one.email.clone()).collect();
    let ids: Vec<_> = clients[..50].iter().map(|client| client.id).collect();
    let aliases = ["h1".to_owned(), "h2".to_owned()];
    unit.clients().find(account.id, clients[0].id).await.unwrap();
    unit.clients().find_by_emails(account.id, &emails).await.unwrap();
    unit.clients().find_by_link(&given::hash()).await.unwrap();
    unit.clients().count(account.id).await.unwrap();
    unit.sites().find(account.id, sites[0]).await.unwrap();
    unit.sites().find_all(account.id, &sites[..50]).await.unwrap();
    unit.sites().find_by_aliases(account.id, &aliases).await.unwrap();
    unit.sites().count(account.id).await.unwrap();
    unit.assignments().find(account.id, clients[0].id, sites[0]).await.unwrap();
    unit.assignments().find_of_clients(account.id, &ids).await.unwrap();
    let pairs: Vec<_> = ids.iter().copied().zip(sites.iter().copied()).collect();
    unit.assignments().find_all(account.id, &pairs).await.unwrap();
    unit.assignments().is_assigned(account.id, sites[0]).await.unwrap();
}

/// `PostgreSQL` reads a table of a few thousand rows whole, rightly. What it has no other way for, it
/// still does after this.
const AS_IF_LARGE: &str = "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off";

/// How a database carries a statement out.
struct Plan {
    is_sqlite: bool,
    text: String,
    lines: Vec<String>,
}

impl Plan {
    async fn of(statement: &Statement, connection: &DatabaseConnection) -> Self {
        let is_sqlite = connection.get_database_backend() == DbBackend::Sqlite;
        let (explain, column) =
            if is_sqlite { ("EXPLAIN QUERY PLAN", "detail") } else { ("EXPLAIN", "QUERY PLAN") };
        let text = statement.sql.clone();
        let explained = Statement { sql: format!("{explain} {text}"), ..statement.clone() };
        let transaction = connection.begin().await.unwrap();
        if !is_sqlite {
            transaction.execute_unprepared(AS_IF_LARGE).await.unwrap();
        }
        let lines = transaction.query_all_raw(explained).await.unwrap();
        let lines = lines.iter().map(|line| line.try_get("", column).unwrap()).collect();
        Self { is_sqlite, text, lines }
    }

    fn shown(&self) -> String {
        format!("{}\n{}", self.text, self.lines.join("\n"))
    }

    /// Whether a table or an index is read from end to end, or rows are put in order that neither a
    /// few hundred were gathered nor a page has.
    fn is_long(&self) -> bool {
        let may_sort = self.text.contains(" gathered") || self.text.contains(" IN (");
        self.scans() || (self.sorts() && !may_sort)
    }

    /// Whether rows are put in order to find those of a page; afterwards is no matter. `SQLite` tells
    /// what it does first, first; `PostgreSQL` tells it last.
    fn sorts(&self) -> bool {
        if self.is_sqlite {
            let until_page = self.lines.iter().take_while(|line| *line != "SCAN page");
            return until_page
                .into_iter()
                .any(|line| line.contains("USE TEMP B-TREE FOR ORDER BY"));
        }
        let below_limit = self.lines.iter().skip_while(|line| !line.contains("Limit "));
        below_limit.into_iter().any(|line| line.contains("Sort Key:"))
    }

    fn scans(&self) -> bool {
        if self.is_sqlite {
            // What a statement is given with it is no table.
            let given = |line: &&String| line.ends_with(" CONSTANT ROWS");
            let scanned = self.lines.iter().filter(|line| !given(line));
            let scanned = scanned.filter_map(|line| line.strip_prefix("SCAN "));
            return scanned.filter_map(|rest| rest.split(' ').next()).any(|name| {
                // What a statement has found itself; and what there is one of here.
                !["gathered", "page", "first", "asked", "CONSTANT", "account", "owning"]
                    .contains(&name)
            });
        }
        let reads_all = |(place, line): (usize, &String)| {
            let next = self.lines.get(place + 1);
            let from_end_to_end = line.contains("Index")
                && line.contains("Scan ")
                && !next.is_some_and(|line| line.contains("Index Cond:"));
            from_end_to_end
                || GROWING.iter().any(|table| line.contains(&format!("Seq Scan on {table} ")))
        };
        self.lines.iter().enumerate().any(reads_all)
    }
}
