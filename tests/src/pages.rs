//! Every page there is: what it is called, who opens it, and how it is come to. What holds for all
//! pages is tested on this list, and pictures are taken by it: a new page is a line here.

use crate::browser::{Browser, Look};
use crate::demonstration::{Demonstration, PASSWORD};
use crate::said::{ENGLISH, Said};
use crate::trouble::{HASTY, OTHER, Trouble};

/// A page of the demonstration.
#[derive(Debug)]
pub struct Page {
    /// Its name, that of its picture too.
    pub name: &'static str,
    /// Who opens it.
    pub visitor: Visitor,
    /// Whether it has a picture: it is a page, not another state of one.
    pub is_pictured: bool,
    path: fn(&Demonstration) -> String,
    steps: &'static [Step],
}

/// Who opens a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visitor {
    /// Someone who is not signed in.
    Anyone,
    /// The owner of Acme's area.
    Carmen,
    /// The administrator, to whom the area is offered.
    Luis,
    /// A user with some permissions, who has an area of her own and an invitation.
    Noa,
    /// A client of Acme's, with two sites.
    Marta,
    /// Someone who is not signed in, where sign-ins are too many and the store is broken.
    Stranded,
    /// A contact of Acme's on the password that she was given.
    Pilar,
}

/// What is done on the way to a page that no path leads to; words are Spanish and English.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Types into a field.
    Fill(&'static str, &'static str),
    /// Ticks or chooses a value.
    Choose(&'static str, &'static str),
    /// Presses what has these words, and so comes to another page.
    Press(&'static str, &'static str),
    /// Follows the link with these words, which would open another window, in this one.
    Follow(&'static str, &'static str),
    /// Opens the menu with these words.
    Open(&'static str, &'static str),
}

use Step::{Choose, Fill, Follow, Open, Press};
use Visitor::{Anyone, Carmen, Luis, Marta, Noa, Pilar, Stranded};

const fn page(
    name: &'static str,
    visitor: Visitor,
    path: fn(&Demonstration) -> String,
    steps: &'static [Step],
) -> Page {
    Page { name, visitor, is_pictured: true, path, steps }
}

/// A page as it is at another time, such as after a refusal.
const fn state(
    name: &'static str,
    visitor: Visitor,
    path: fn(&Demonstration) -> String,
    steps: &'static [Step],
) -> Page {
    Page { is_pictured: false, ..page(name, visitor, path, steps) }
}

/// Every page. A person's pages are opened one after the other, in this order.
pub const PAGES: &[Page] = &[
    page("sign-in", Anyone, |_| "/sign-in".into(), &[]),
    state("sign-in-refused", Anyone, |_| "/sign-in".into(), REFUSED_SIGN_IN),
    page("register", Anyone, |_| "/register".into(), &[]),
    state("register-refused", Anyone, |_| "/register".into(), REFUSED_REGISTRATION),
    page("register-sent", Anyone, |_| "/register/sent".into(), &[]),
    page("forgot", Anyone, |_| "/forgot".into(), &[]),
    state("forgot-sent", Anyone, |_| "/forgot/sent".into(), &[]),
    page("link", Anyone, |_| "/confirm".into(), &[]),
    state("link-reset", Anyone, |_| "/reset".into(), &[]),
    state("link-refused", Anyone, |_| "/invitation".into(), REFUSED_LINK),
    page("confirm", Anyone, |demo| demo.link("irene@nueva.example", "confirm"), &[]),
    page("reset", Anyone, |demo| demo.link("eva@acme.example", "reset"), &[]),
    page("invitation", Anyone, |demo| demo.link("mario@gestoria.example", "invitation"), &[]),
    state("register-invited", Anyone, |_| "/register".into(), &[]),
    page("setup", Anyone, |demo| demo.link(INVITED, "setup"), &[]),
    state("link-setup", Anyone, |_| "/setup".into(), &[]),
    state("link-view", Anyone, |_| "/view-as".into(), &[]),
    page("unsubscribe", Anyone, Demonstration::refusal, &[]),
    state(
        "unsubscribed",
        Anyone,
        Demonstration::refusal,
        &[Press("Dejar de recibirlas", "Stop receiving them")],
    ),
    page("mailbox", Anyone, |_| "/dev/mailbox".into(), &[]),
    page(
        "mail",
        Anyone,
        |_| "/dev/mailbox".into(),
        &[Press("Factura de noviembre", "Factura de noviembre")],
    ),
    page("not-found", Anyone, |_| "/nowhere".into(), &[]),
    state("link-over", Anyone, |demo| demo.earlier_link("eva@acme.example", "reset"), &[]),
    state("password-of-own", Pilar, |_| "/profile".into(), &[]),
    page("area", Carmen, |demo| demo.area(""), &[]),
    state("code", Carmen, |demo| demo.area(""), &[Press("Pedir un código", "Get a code")]),
    page("users", Carmen, |demo| demo.area("/users"), &[]),
    state("users-none-found", Carmen, |demo| demo.area("/users?q=zzz"), &[]),
    page("invite", Carmen, |demo| demo.area("/users/invite"), &[]),
    state("invite-refused", Carmen, |demo| demo.area("/users/invite"), REFUSED_INVITATION),
    page("invite-check", Carmen, |demo| demo.area("/users/invite"), INVITATION),
    state("invite-sent", Carmen, |demo| demo.area("/users/invite"), SENT_INVITATION),
    page("person", Carmen, |demo| demo.member("noa@estudio.example"), &[]),
    page("person-access", Carmen, |demo| demo.member("noa@estudio.example"), OTHER_ACCESS),
    page(
        "person-suspend",
        Carmen,
        |demo| demo.member("eva@acme.example"),
        &[Press("Suspender", "Suspend")],
    ),
    state(
        "person-remove",
        Carmen,
        |demo| demo.member("eva@acme.example"),
        &[Press("Quitar", "Remove")],
    ),
    state("person-self", Carmen, |demo| demo.member("carmen@acme.example"), &[]),
    page("contacts", Carmen, |demo| demo.area("/contacts"), &[]),
    page("contact-new", Carmen, |demo| demo.area("/contacts/new"), &[]),
    state("contact-refused", Carmen, |demo| demo.area("/contacts/new"), REFUSED_CONTACT),
    page("contact", Carmen, |demo| demo.contact("berta@gestion.example"), &[]),
    page("clients", Carmen, |demo| demo.area("/clients"), &[]),
    state("clients-none-found", Carmen, |demo| demo.area("/clients?q=zzz"), &[]),
    page("client-new", Carmen, |demo| demo.area("/clients/new"), &[]),
    state("client-refused", Carmen, |demo| demo.area("/clients/new"), REFUSED_CLIENT),
    page("client", Carmen, |demo| demo.client(ACTIVE, ""), &[]),
    page("client-sites", Carmen, |demo| demo.client(ACTIVE, "/sites"), &[]),
    state("client-unsited", Carmen, |demo| demo.client(PROSPECT, "/sites"), &[]),
    page("client-site", Carmen, on_site, &[]),
    state("client-site-lacking", Carmen, on_site, LACKING),
    state("client-site-unassign", Carmen, on_site, UNASSIGN),
    state("client-access-unsited", Carmen, |demo| demo.client(PROSPECT, "/access"), &[]),
    state("client-access-suspended", Carmen, |demo| demo.client(SUSPENDED, "/access"), &[]),
    page("client-access", Carmen, |demo| demo.client(SITED, "/access"), &[]),
    state(
        "client-link",
        Carmen,
        |demo| demo.client(SITED, "/access"),
        &[Press("Generar", "Generate")],
    ),
    page("client-mail", Carmen, |demo| demo.client(SITED, "/mail"), &[]),
    state("client-mail-refused", Carmen, |demo| demo.client(SITED, "/mail"), REFUSED_MAIL),
    page(
        "client-delete",
        Carmen,
        |demo| demo.area("/clients?q=andres"),
        &[Press("Eliminar", "Delete")],
    ),
    page("client-view", Carmen, |demo| demo.client(ACTIVE, "/view-as"), &[]),
    state("client-view-ready", Carmen, |demo| demo.client(ACTIVE, "/view-as"), VIEW),
    page("viewing", Carmen, |demo| demo.client(ACTIVE, "/view-as"), VIEWING),
    page("viewing-over", Carmen, |demo| demo.client(ACTIVE, "/view-as"), VIEWED),
    page("sites", Carmen, |demo| demo.area("/sites"), &[]),
    state("sites-none-found", Carmen, |demo| demo.area("/sites?q=zzz"), &[]),
    page("site-new", Carmen, |demo| demo.area("/sites/new"), &[]),
    page("site", Carmen, site, &[]),
    state(
        "site-kept",
        Carmen,
        site,
        &[Press("Eliminar sitio", "Delete site"), Press("Eliminar sitio", "Delete site")],
    ),
    page("communications", Carmen, |demo| demo.area("/communications"), &[]),
    page("communication", Carmen, Demonstration::communication, &[]),
    page("communication-new", Carmen, |demo| demo.area("/communications/new"), &[]),
    page("details", Carmen, |demo| demo.area("/details"), &[]),
    page("keys", Carmen, |demo| demo.area("/keys"), &[]),
    page("keys-created", Carmen, |demo| demo.area("/keys"), KEY),
    page("audit", Carmen, |demo| demo.area("/audit"), &[]),
    page("ownership", Carmen, |demo| demo.area("/ownership"), &[]),
    page("profile", Carmen, |_| "/profile".into(), &[]),
    state("person-reactivate", Carmen, |demo| suffixed(demo.member(EVA), "/reactivate"), &[]),
    state("invitation-resend", Carmen, |demo| demo.area("/users"), &[Press("Reenviar", "Resend")]),
    state("invitation-revoke", Carmen, |demo| demo.area("/users"), &[Press("Revocar", "Revoke")]),
    state("contact-delete", Carmen, |demo| suffixed(demo.contact(BERTA), "/delete"), &[]),
    state("contact-invite", Carmen, |demo| suffixed(demo.contact(BERTA), "/invite"), &[]),
    state("contact-withdraw", Carmen, |demo| suffixed(demo.contact(BERTA), "/withdraw"), &[]),
    state("client-suspend", Carmen, |demo| demo.client(ACTIVE, "/suspend"), &[]),
    state("site-delete", Carmen, |demo| suffixed(site(demo), "/delete"), &[]),
    state("key-revoke", Carmen, |demo| demo.area("/keys"), &[Press("Revocar", "Revoke")]),
    state("keys-refused", Carmen, |demo| demo.area("/keys"), REFUSED_KEY),
    state("ownership-refused", Carmen, |demo| demo.area("/ownership"), REFUSED_OFFER),
    state("communication-check", Carmen, |demo| demo.area("/communications/new"), CHECKED),
    state(
        "conflict",
        Carmen,
        |demo| demo.area("/leave"),
        &[Press("Dejar esta área", "Leave this area")],
    ),
    state("ownership-offered", Luis, |demo| demo.area("/ownership"), &[]),
    page("areas", Noa, |_| "/areas".into(), &[]),
    state(
        "decline",
        Noa,
        |_| "/areas".into(),
        &[Press("Rechazar invitación", "Decline invitation")],
    ),
    page("area-new", Noa, |_| "/areas/new".into(), &[]),
    state("area-associated", Noa, |demo| demo.area(""), &[]),
    page("leave", Noa, |demo| demo.area("/leave"), &[]),
    page("forbidden", Noa, |demo| demo.area("/users"), &[]),
    state("menu-areas", Noa, |demo| demo.area(""), &[Open("Área de cliente", "Client area")]),
    state("menu-person", Noa, |demo| demo.area(""), &[Open("Noa Vidal", "Noa Vidal")]),
    state(
        "users-empty",
        Noa,
        |_| "/areas".into(),
        &[Press("Estudio Vidal", "Estudio Vidal"), Press("Usuarios", "Users")],
    ),
    state(
        "contacts-empty",
        Noa,
        |_| "/areas".into(),
        &[Press("Estudio Vidal", "Estudio Vidal"), Press("Contactos", "Contacts")],
    ),
    state(
        "clients-empty",
        Noa,
        |_| "/areas".into(),
        &[Press("Estudio Vidal", "Estudio Vidal"), Press("Clientes", "Clients")],
    ),
    state(
        "sites-empty",
        Noa,
        |_| "/areas".into(),
        &[Press("Estudio Vidal", "Estudio Vidal"), Press("Sitios", "Sites")],
    ),
    page("client-area", Marta, Demonstration::client_area, &[]),
    state("areas-as-client", Marta, |_| "/areas".into(), &[]),
    page("too-often", Stranded, |_| "/sign-in".into(), ONE_SIGN_IN_TOO_MANY),
    page("failed", Stranded, |_| "/sign-in".into(), SIGN_IN_WITHOUT_STORE),
];

/// Clients of Acme's, each in another state.
const PROSPECT: &str = "andres@reformasgarcia.example";
const SITED: &str = "lucia@panaderiatrigal.example";
const INVITED: &str = "julian@clinicarobles.example";
const ACTIVE: &str = "marta@mueblesiglesias.example";
const SUSPENDED: &str = "tomas@hostalribera.example";

/// Others at Acme: someone with access, a contact.
const EVA: &str = "eva@acme.example";
const BERTA: &str = "berta@gestion.example";

/// A site of Acme's, which a client has.
const SITE: &str = "Muebles Iglesias";

fn site(demonstration: &Demonstration) -> String {
    demonstration.area(&format!("/sites/{}", demonstration.site(SITE)))
}

/// A page below another.
fn suffixed(path: String, tail: &str) -> String {
    path + tail
}

fn on_site(demonstration: &Demonstration) -> String {
    demonstration.client(ACTIVE, &format!("/sites/{}", demonstration.site(SITE)))
}

const GO_ON: Step = Press("Continuar", "Continue");

const REFUSED_SIGN_IN: &[Step] = &[
    Fill("email", "carmen@acme.example"),
    Fill("password", "no es esta frase"),
    Press("Iniciar sesión", "Sign in"),
];

const ONE_SIGN_IN_TOO_MANY: &[Step] =
    &[Fill("email", HASTY), Fill("password", PASSWORD), Press("Iniciar sesión", "Sign in")];

const SIGN_IN_WITHOUT_STORE: &[Step] =
    &[Fill("email", OTHER), Fill("password", PASSWORD), Press("Iniciar sesión", "Sign in")];

const REFUSED_LINK: &[Step] = &[Fill("token", "https://acme.example/hola"), GO_ON];

const REFUSED_REGISTRATION: &[Step] = &[
    Fill("first_name", "Irene"),
    Fill("last_name", "Prats"),
    Fill("email", "irene@nueva.example"),
    Fill("password", "corta"),
    Press("Registrarse", "Register"),
];

const INVITATION: &[Step] = &[
    Fill("emails", "sara@acme.example, jordi@acme.example; sara@acme.example"),
    Choose("role", "user"),
    Choose("grants", "services.read"),
    Choose("grants", "tickets.open"),
    GO_ON,
];

const SENT_INVITATION: &[Step] = &[
    Fill("emails", "luis@acme.example, jordi@acme.example"),
    Choose("role", "finance"),
    GO_ON,
    Press("Enviar invitación", "Send invitation"),
];

const REFUSED_INVITATION: &[Step] =
    &[Fill("emails", "sara@acme.example, jordi@acme"), Choose("role", "finance"), GO_ON];

const OTHER_ACCESS: &[Step] =
    &[Choose("grants", "services.read"), Choose("grants", "invoices.read"), GO_ON];

const REFUSED_CONTACT: &[Step] = &[
    Fill("first_name", "Pablo"),
    Fill("last_name", "Ferrer"),
    Fill("email", "pablo@sistemas"),
    Choose("profile", "technical"),
    Press("Crear", "Create"),
];

const REFUSED_CLIENT: &[Step] = &[
    Fill("first_name", "Lola"),
    Fill("last_name", "Prieto"),
    Fill("email", "lola@floristeria"),
    Press("Guardar y cerrar", "Save and close"),
];

/// One permission on top of what the client has, which needs another.
const LACKING: &[Step] =
    &[Choose("permissions", "manage_connected_data"), Press("Guardar", "Save")];

const UNASSIGN: &[Step] = &[Press("Cancelar asignación", "Unassign")];

const REFUSED_MAIL: &[Step] =
    &[Fill("text", "Hola, Lucía: ya puede entrar."), Press("Vista previa", "Preview")];

const VIEW: &[Step] = &[Fill("reason", "Dice que no encuentra su tienda."), VIEW_AS];

const VIEWING: &[Step] = &[
    Fill("reason", "Dice que no encuentra su tienda."),
    VIEW_AS,
    Follow("Abrir la vista", "Open the view"),
];

const VIEWED: &[Step] = &[
    Fill("reason", "Dice que no encuentra su tienda."),
    VIEW_AS,
    Follow("Abrir la vista", "Open the view"),
    Press("Salir de la vista", "Leave this view"),
];

const VIEW_AS: Step = Press("Ver como cliente", "View as client");

const REFUSED_KEY: &[Step] = &[Fill("name", "Sistema de consultas"), Press("Crear", "Create")];

const REFUSED_OFFER: &[Step] = &[
    Fill("email", "nadie@acme.example"),
    Fill("password", "no es esta frase"),
    Press("Ofrecer la titularidad", "Offer ownership"),
];

const CHECKED: &[Step] = &[
    Choose("category", "billing"),
    Fill("subject", "Factura de diciembre"),
    Fill("text", "Ya está lista."),
    GO_ON,
];

const KEY: &[Step] = &[
    Fill("name", "Sistema de consultas"),
    Choose("scopes", "contacts.verify"),
    Press("Crear", "Create"),
];

impl Visitor {
    const ALL: [Self; 7] = [Anyone, Carmen, Luis, Noa, Marta, Pilar, Stranded];

    const fn email(self) -> Option<&'static str> {
        match self {
            Anyone | Stranded => None,
            Carmen => Some("carmen@acme.example"),
            Luis => Some("luis@acme.example"),
            Noa => Some("noa@estudio.example"),
            Marta => Some(ACTIVE),
            Pilar => Some("pilar@sistemas.example"),
        }
    }

    /// A browser at this server in which this person is signed in and reads this language; nothing,
    /// loudly, where there is none.
    pub async fn at_browser(self, base: &str, said: &Said) -> Option<Browser> {
        let look = Look { scripts: true, language: said.language };
        let browser = Browser::open(base, look).await?;
        if let Some(email) = self.email() {
            browser.go("/sign-in").await;
            browser.fill("email", email).await;
            browser.fill("password", PASSWORD).await;
            browser.press(said.sign_in).await;
            browser.arrive(|path| path != "/sign-in" && path != "/").await;
            if said.language == ENGLISH.language {
                // Everyone there has begun in Spanish.
                browser.press("English").await;
            }
        }
        Some(browser)
    }
}

impl Page {
    /// Opens it, as someone does who reads this language.
    pub async fn open(&self, demonstration: &Demonstration, browser: &Browser, said: &Said) {
        let read = |spanish, english| {
            if said.language == ENGLISH.language { english } else { spanish }
        };
        follow(&(self.path)(demonstration), browser).await;
        for step in self.steps {
            match *step {
                Fill(name, value) => browser.fill(name, value).await,
                Choose(name, value) => browser.choose(name, value).await,
                Press(spanish, english) => browser.press(read(spanish, english)).await,
                Follow(spanish, english) => {
                    follow(&browser.address(read(spanish, english)).await, browser).await;
                }
                Open(spanish, english) => browser.open_menu(read(spanish, english)).await,
            }
        }
    }
}

/// Goes to a page; with a token behind it, to where that leads on to.
async fn follow(path: &str, browser: &Browser) {
    browser.go(path).await;
    if let Some((link, _)) = path.split_once('#') {
        browser.arrive(|path| path != link).await;
    }
}

/// Opens every page in a language, each person's in a browser of their own, and has it looked at.
/// Without a browser nothing is, loudly.
pub async fn visit(
    demonstration: &Demonstration,
    said: &Said,
    mut look: impl AsyncFnMut(&Page, &Browser),
) {
    for visitor in Visitor::ALL {
        // A rate recovers: nobody is hasty before it is their turn.
        let trouble = if visitor == Stranded { Trouble::begin().await } else { None };
        let base = trouble.as_ref().map_or(demonstration.base(), Trouble::base);
        if visitor == Stranded && trouble.is_none() {
            return;
        }
        let Some(browser) = visitor.at_browser(base, said).await else { return };
        for page in PAGES.iter().filter(|page| page.visitor == visitor) {
            page.open(demonstration, &browser, said).await;
            look(page, &browser).await;
        }
    }
}
