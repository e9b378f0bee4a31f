-- One text for SQLite and PostgreSQL: SQLite takes any name for a type, and keeps what it is given.
-- Instants are microseconds since 1970-01-01T00:00:00Z, exact and comparable in both. Sets are wire
-- names with a space between. Text is folded in Rust and never here.

CREATE TABLE accounts (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    language text NOT NULL CHECK (language IN ('es', 'en')),
    company text,
    tax_id text,
    address text,
    phone text,
    state text NOT NULL CHECK (state IN ('active', 'closed')),
    closed_at bigint,
    -- The owner's offer to hand the account over: told by all four columns, or by none.
    offered_by uuid,
    offered_to uuid,
    offered_at bigint,
    offer_expires_at bigint,
    -- Kept beside each membership that comes or goes, so that counting takes no time.
    member_count bigint NOT NULL DEFAULT 0 CHECK (member_count >= 0),
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((offer_expires_at IS NULL) = (offered_by IS NULL)),
    CHECK ((offer_expires_at IS NULL) = (offered_to IS NULL)),
    CHECK ((offer_expires_at IS NULL) = (offered_at IS NULL))
);

CREATE TABLE users (
    id uuid NOT NULL PRIMARY KEY,
    email text NOT NULL,
    email_canonical text NOT NULL UNIQUE,
    first_name text NOT NULL,
    last_name text NOT NULL,
    language text NOT NULL CHECK (language IN ('es', 'en')),
    password text,
    address_confirmed boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'suspended')),
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    -- The folded words of name and address, with a space before each.
    search_text text NOT NULL
);

CREATE TABLE memberships (
    account_id uuid NOT NULL REFERENCES accounts (id),
    user_id uuid NOT NULL REFERENCES users (id),
    role text NOT NULL CHECK (
        role IN ('owner', 'administrator', 'finance', 'user', 'technical_contact', 'billing_contact')
    ),
    grants text NOT NULL,
    notifications text NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'suspended')),
    ends_at bigint,
    -- The end about which both sides were told.
    ending_told bigint,
    since bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    PRIMARY KEY (account_id, user_id),
    CHECK (grants = '' OR role = 'user'),
    CHECK (role <> 'owner' OR (ends_at IS NULL AND state = 'active'))
);

CREATE INDEX memberships_ending ON memberships (ends_at) WHERE ends_at IS NOT NULL;

CREATE UNIQUE INDEX memberships_one_owner ON memberships (account_id) WHERE role = 'owner';
CREATE INDEX memberships_of_user ON memberships (user_id, account_id);

CREATE TABLE invitations (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    email text NOT NULL,
    email_canonical text NOT NULL,
    role text NOT NULL CHECK (
        role IN ('administrator', 'finance', 'user', 'technical_contact', 'billing_contact')
    ),
    grants text NOT NULL,
    ends_at bigint,
    notifications text,
    message text,
    language text NOT NULL CHECK (language IN ('es', 'en')),
    invited_by uuid NOT NULL REFERENCES users (id),
    link bytea NOT NULL UNIQUE CHECK (length(link) = 32),
    expires_at bigint NOT NULL,
    state text NOT NULL CHECK (
        state IN ('pending', 'claimed', 'accepted', 'declined', 'revoked')
    ),
    accepted_by uuid REFERENCES users (id),
    ended_at bigint,
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    CHECK (grants = '' OR role = 'user'),
    CHECK ((state = 'accepted') = (accepted_by IS NOT NULL)),
    CHECK ((state IN ('accepted', 'declined', 'revoked')) = (ended_at IS NOT NULL))
);

CREATE UNIQUE INDEX invitations_one_open ON invitations (account_id, email_canonical)
    WHERE state IN ('pending', 'claimed');
CREATE INDEX invitations_of_account ON invitations (account_id, id);
CREATE INDEX invitations_received ON invitations (email_canonical, id)
    WHERE state IN ('pending', 'claimed');

-- Links that no longer work, to be told apart from links that never were.
CREATE TABLE superseded_links (
    link bytea NOT NULL PRIMARY KEY CHECK (length(link) = 32),
    invitation_id uuid NOT NULL REFERENCES invitations (id)
);

CREATE TABLE registrations (
    id uuid NOT NULL PRIMARY KEY,
    email text NOT NULL,
    email_canonical text NOT NULL,
    password text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    language text NOT NULL CHECK (language IN ('es', 'en')),
    invitation_id uuid REFERENCES invitations (id),
    link bytea NOT NULL UNIQUE CHECK (length(link) = 32),
    expires_at bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'confirmed', 'superseded')),
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1)
);

CREATE INDEX registrations_open ON registrations (email_canonical, created_at, id)
    WHERE state = 'open';
CREATE INDEX registrations_by_end ON registrations (expires_at);

CREATE TABLE password_resets (
    id uuid NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    link bytea NOT NULL UNIQUE CHECK (length(link) = 32),
    expires_at bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'used', 'superseded')),
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1)
);

CREATE INDEX password_resets_open ON password_resets (user_id, id) WHERE state = 'open';
CREATE INDEX password_resets_by_end ON password_resets (expires_at);

CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    token bytea NOT NULL UNIQUE CHECK (length(token) = 32),
    network text,
    created_at bigint NOT NULL,
    last_seen_at bigint NOT NULL,
    authenticated_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1)
);

CREATE INDEX sessions_of_user ON sessions (user_id, created_at, id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE service_keys (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    name text NOT NULL,
    scopes text NOT NULL,
    token bytea NOT NULL UNIQUE CHECK (length(token) = 32),
    created_by uuid REFERENCES users (id),
    created_at bigint NOT NULL,
    revoked_at bigint,
    version bigint NOT NULL CHECK (version >= 1)
);

CREATE INDEX service_keys_of_account ON service_keys (account_id, id);

CREATE TABLE mails (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid REFERENCES accounts (id),
    recipient text NOT NULL,
    recipient_canonical text NOT NULL,
    language text NOT NULL CHECK (language IN ('es', 'en')),
    letter text NOT NULL,
    secret bytea,
    created_at bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'undeliverable')),
    -- Whether the development mailbox keeps it, and so its secret.
    kept boolean NOT NULL DEFAULT FALSE,
    attempts bigint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    due_at bigint NOT NULL,
    lease_holder uuid,
    leased_until bigint,
    problem text,
    settled_at bigint,
    CHECK ((lease_holder IS NULL) = (leased_until IS NULL)),
    CHECK (lease_holder IS NULL OR state = 'queued'),
    CHECK ((state = 'queued') = (settled_at IS NULL)),
    CHECK (state <> 'undeliverable' OR problem IS NOT NULL),
    CHECK (NOT kept OR state = 'sent'),
    CHECK (secret IS NULL OR kept OR state = 'queued')
);

CREATE INDEX mails_due ON mails (due_at, id) WHERE state = 'queued';
CREATE INDEX mails_undeliverable ON mails (id) WHERE state = 'undeliverable';
CREATE INDEX mails_sent ON mails (settled_at, id) WHERE state = 'sent';

CREATE TABLE answers (
    actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'service_key', 'operator', 'visitor', 'clock')),
    -- The nil UUID for an actor without one: a key's column is never NULL.
    actor_id uuid NOT NULL,
    operation text NOT NULL,
    request_key text NOT NULL,
    request bytea NOT NULL CHECK (length(request) = 32),
    answer text NOT NULL,
    answered_at bigint NOT NULL,
    PRIMARY KEY (actor_kind, actor_id, operation, request_key)
);

CREATE INDEX answers_by_age ON answers (answered_at);

-- The ends of each scope's events and audit chain. Its row is what committers of a scope wait for.
CREATE TABLE streams (
    scope uuid NOT NULL PRIMARY KEY,
    event_number bigint NOT NULL CHECK (event_number >= 0),
    audit_number bigint NOT NULL CHECK (audit_number >= 1),
    audit_hash bytea NOT NULL CHECK (length(audit_hash) = 32)
);

CREATE TABLE events (
    scope uuid NOT NULL REFERENCES streams (scope),
    number bigint NOT NULL CHECK (number >= 1),
    happened_at bigint NOT NULL,
    name text NOT NULL,
    data text NOT NULL,
    PRIMARY KEY (scope, number)
);

CREATE TABLE audit_records (
    scope uuid NOT NULL REFERENCES streams (scope),
    number bigint NOT NULL CHECK (number >= 1),
    happened_at bigint NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'service_key', 'operator', 'visitor', 'clock')),
    actor_id uuid,
    action text NOT NULL,
    object_kind text NOT NULL,
    object_id uuid,
    ground text NOT NULL,
    network text,
    details text NOT NULL,
    previous bytea NOT NULL CHECK (length(previous) = 32),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (scope, number),
    CHECK ((actor_kind IN ('user', 'service_key')) = (actor_id IS NOT NULL))
);
