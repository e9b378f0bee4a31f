//! What the entries of closed sets are called in Spanish.

use portero_domain::model::{Action, ContactProfile, LeftOutReason, RecipientReason, ServiceScope};
use portero_domain::policy::{Category, Permission, Role};

/// What a permission allows.
pub(super) const fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::AccountRead => "Ver los datos del área",
        Permission::AccountUpdate => "Modificar los datos del área",
        Permission::AccountTransferOwnership => "Transferir la titularidad",
        Permission::AccountClose => "Cerrar el área",
        Permission::UsersRead => "Ver los usuarios",
        Permission::UsersInvite => "Invitar usuarios",
        Permission::UsersManage => "Gestionar los usuarios",
        Permission::ContactsRead => "Ver los contactos",
        Permission::ContactsManage => "Gestionar los contactos",
        Permission::InvoicesRead => "Ver las facturas",
        Permission::InvoicesPay => "Pagar las facturas",
        Permission::QuotesRead => "Ver los presupuestos",
        Permission::QuotesAccept => "Aceptar presupuestos",
        Permission::ReportsGenerate => "Generar informes",
        Permission::ServicesRead => "Ver los servicios",
        Permission::ServicesManage => "Administrar los servicios",
        Permission::ServicesSignIn => "Entrar en el panel de un servicio",
        Permission::DomainsRead => "Ver los dominios",
        Permission::DomainsManage => "Administrar los dominios",
        Permission::TicketsRead => "Ver las consultas de soporte",
        Permission::TicketsOpen => "Abrir consultas de soporte",
        Permission::OrdersPlace => "Hacer pedidos",
        Permission::CommunicationsRead => "Ver las comunicaciones",
        Permission::CommunicationsSend => "Enviar comunicaciones",
        Permission::AffiliatesRead => "Ver el programa de afiliados",
        Permission::AffiliatesManage => "Gestionar el programa de afiliados",
        Permission::ClientsRead => "Ver los clientes",
        Permission::ClientsManage => "Gestionar los clientes",
        Permission::ClientsGrantAccess => "Otorgar acceso a clientes",
        Permission::ClientsViewAs => "Ver como cliente",
        Permission::SitesRead => "Ver los sitios",
        Permission::SitesManage => "Administrar los sitios",
        Permission::AuditRead => "Leer el registro de actividad",
        Permission::ServiceKeysManage => "Gestionar las claves de servicio",
    }
}

/// What a role is called.
pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Propietario",
        Role::Administrator => "Administrador",
        Role::Finance => "Administrador de finanzas",
        Role::User => "Usuario",
        Role::TechnicalContact => "Contacto técnico",
        Role::BillingContact => "Contacto de facturación",
    }
}

/// What a role may do, in one sentence.
pub(super) const fn role_may(role: Role) -> &'static str {
    match role {
        Role::Owner => "Todas las operaciones, incluida la titularidad.",
        Role::Administrator => "Todas las operaciones, excepto la gestión del propietario.",
        Role::Finance => {
            "Paga, modifica los datos y genera informes; ve lo demás, salvo la administración de servicios."
        }
        Role::User => "Nada por sí mismo: solo los permisos que se le otorguen.",
        Role::TechnicalContact => "Ve servicios y dominios, y abre consultas de soporte.",
        Role::BillingContact => "Ve facturas y presupuestos.",
    }
}

/// A kind of notification.
pub(super) const fn category(category: Category) -> &'static str {
    match category {
        Category::General => "Generales",
        Category::Billing => "Facturación",
        Category::Orders => "Pedidos",
        Category::Technical => "Técnicas",
        Category::Support => "Soporte",
        Category::Domains => "Dominios",
        Category::Affiliates => "Afiliados",
    }
}

/// What a contact is for.
pub(super) const fn contact_profile(profile: ContactProfile) -> &'static str {
    match profile {
        ContactProfile::Technical => "Técnico",
        ContactProfile::Billing => "Facturación",
    }
}

/// What a service key may be used for.
pub(super) const fn scope(scope: ServiceScope) -> &'static str {
    match scope {
        ServiceScope::AccessCheck => "Consultar accesos",
        ServiceScope::EventsRead => "Leer los eventos",
        ServiceScope::CommunicationsSend => "Enviar comunicaciones",
        ServiceScope::ContactsVerify => "Verificar contactos",
    }
}

/// What was done.
pub(super) const fn action(action: Action) -> &'static str {
    match action {
        Action::AccountCreate => "Área creada",
        Action::AccountUpdate => "Datos modificados",
        Action::AccountTransferOwnership => "Titularidad transferida",
        Action::AccountOfferOwnership => "Titularidad ofrecida",
        Action::AccountCallOffOwnership => "Oferta retirada",
        Action::AccountClose => "Área cerrada",
        Action::InvitationSend => "Invitaciones enviadas",
        Action::InvitationResend => "Invitación reenviada",
        Action::InvitationRevoke => "Invitación revocada",
        Action::InvitationClaim => "Invitado registrado",
        Action::InvitationAccept => "Invitación aceptada",
        Action::InvitationDecline => "Invitación rechazada",
        Action::MemberUpdate => "Acceso modificado",
        Action::MemberSuspend => "Acceso suspendido",
        Action::MemberReactivate => "Acceso reactivado",
        Action::MemberRemove => "Acceso quitado",
        Action::MemberLeave => "Dejó el área",
        Action::MemberTellEnding => "Aviso de fin de acceso",
        Action::MemberChooseNotifications => "Notificaciones elegidas",
        Action::ServiceKeyCreate => "Clave creada",
        Action::ServiceKeyRevoke => "Clave revocada",
        Action::RegistrationAttempt => "Registro iniciado",
        Action::RegistrationConfirm => "Registro confirmado",
        Action::SessionStart => "Sesión iniciada",
        Action::SessionReauthenticate => "Identidad confirmada con la contraseña",
        Action::SessionEnd => "Sesión cerrada",
        Action::PasswordResetRequest => "Enlace de contraseña pedido",
        Action::PasswordResetUse => "Contraseña restablecida",
        Action::PasswordChange => "Contraseña cambiada",
        Action::ProfileUpdate => "Perfil modificado",
        Action::UserSuspend => "Usuario suspendido",
        Action::UserReactivate => "Usuario reactivado",
        Action::ContactCreate => "Contacto creado",
        Action::ContactUpdate => "Contacto modificado",
        Action::ContactDelete => "Contacto eliminado",
        Action::ContactGiveAccess => "Acceso dado a un contacto",
        Action::ContactWithdrawAccess => "Acceso quitado a un contacto",
        Action::ContactVerify => "Contacto verificado por soporte",
        Action::SupportCodeIssue => "Código de soporte pedido",
        Action::SupportCodeCheck => "Código de soporte comprobado",
        Action::CommunicationSend => "Comunicación enviada",
        Action::CommunicationRetry => "Comunicación reintentada",
        Action::CommunicationUnsubscribe => "Baja de una categoría",
        Action::UserMake => "Usuario creado",
        Action::ClientCreate => "Cliente creado",
        Action::ClientUpdate => "Cliente modificado",
        Action::ClientDelete => "Cliente eliminado",
        Action::ClientSuspend => "Cliente suspendido",
        Action::ClientReactivate => "Cliente reactivado",
        Action::ClientGrantAccess => "URL de configuración generado",
        Action::ClientInvite => "Cliente invitado por correo",
        Action::ClientRedeem => "Acceso de cliente activado",
        Action::ClientAssignSite => "Sitio asignado",
        Action::ClientUnassignSite => "Asignación cancelada",
        Action::ClientImport => "Clientes importados",
        Action::ClientExport => "Clientes exportados",
        Action::ViewingOffer => "Vista como cliente preparada",
        Action::ViewingBegin => "Vista como cliente iniciada",
        Action::ViewingRead => "Página vista como cliente",
        Action::ViewingEnd => "Vista como cliente terminada",
        Action::SiteCreate => "Sitio creado",
        Action::SiteUpdate => "Sitio modificado",
        Action::SiteDelete => "Sitio eliminado",
        Action::SiteImport => "Sitios importados",
        Action::SiteExport => "Sitios exportados",
        Action::UserErase => "Usuario eliminado",
        Action::SessionRevoke => "Sesiones cerradas",
        Action::AttemptRefused => "Intento sin permiso",
    }
}

/// What permissions are about, by the first part of their name.
pub(super) fn group(name: &str) -> &'static str {
    match name {
        "account" => "Área",
        "users" => "Usuarios",
        "contacts" => "Contactos",
        "invoices" => "Facturas",
        "quotes" => "Presupuestos",
        "reports" => "Informes",
        "services" => "Servicios",
        "domains" => "Dominios",
        "tickets" => "Soporte",
        "orders" => "Pedidos",
        "communications" => "Comunicaciones",
        "affiliates" => "Afiliados",
        "clients" => "Clientes",
        "sites" => "Sitios",
        "audit" => "Registro de actividad",
        _ => "Claves de servicio",
    }
}

/// Who acted, where no name is known.
pub(super) fn actor(name: &str) -> &'static str {
    match name {
        "user" => "Otra persona",
        "service_key" => "Una clave de servicio",
        "operator" => "El operador",
        "visitor" => "Un visitante",
        _ => "El sistema",
    }
}

/// Why someone receives a communication.
pub(super) const fn recipient_reason(reason: RecipientReason) -> &'static str {
    match reason {
        RecipientReason::Chosen => "La categoría está entre sus notificaciones",
        RecipientReason::SomeoneMust => "Nadie más la recibiría: va al propietario",
    }
}

/// Why someone does not receive it.
pub(super) const fn left_out_reason(reason: LeftOutReason) -> &'static str {
    match reason {
        LeftOutReason::NotForRole => "Su rol o su perfil no la recibe",
        LeftOutReason::NotChosen => "No está entre sus notificaciones",
        LeftOutReason::Suspended => "Su acceso está suspendido",
        LeftOutReason::SameAddress => "Otra persona con la misma dirección la recibe",
    }
}

/// What something was done to, where no name of it is known.
pub(super) fn audit_object(kind: &str) -> &'static str {
    match kind {
        "account" => "El área",
        "user" => "Un usuario",
        "invitation" => "Una invitación",
        "registration" => "Un registro",
        "password_reset" => "Una contraseña",
        "session" => "Una sesión",
        "service_key" => "Una clave de servicio",
        "contact" => "Un contacto",
        "communication" => "Una comunicación",
        "client" => "Un cliente",
        "site" => "Un sitio",
        "viewing" => "Una vista como cliente",
        _ => "—",
    }
}
