-- Contacts, what an account's people are told, codes for support, and keys that open every account.

ALTER TABLE accounts
    ADD COLUMN contact_count bigint NOT NULL DEFAULT 0 CHECK (contact_count >= 0);

-- Users whom an account made: until the address is theirs, they act there and nowhere else.
ALTER TABLE users ADD COLUMN made_by uuid REFERENCES accounts (id);
ALTER TABLE users ADD COLUMN must_change_password boolean NOT NULL DEFAULT FALSE;

-- The contact whose way to the panel an invitation is. The invitation outlives the contact.
ALTER TABLE invitations ADD COLUMN contact_id uuid;

CREATE TABLE contacts (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    first_name text NOT NULL,
    last_name text NOT NULL,
    email text NOT NULL,
    email_canonical text NOT NULL,
    profile text NOT NULL CHECK (profile IN ('technical', 'billing')),
    phone text,
    company text,
    address text,
    notifications text NOT NULL,
    access text NOT NULL CHECK (access IN ('none', 'invited', 'granted', 'removed')),
    invitation_id uuid REFERENCES invitations (id),
    access_user uuid REFERENCES users (id),
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    -- The folded words of name, address, company and telephone number, with a space before each.
    search_text text NOT NULL,
    CHECK ((access = 'invited') = (invitation_id IS NOT NULL)),
    CHECK ((access = 'granted') = (access_user IS NOT NULL))
);

CREATE UNIQUE INDEX contacts_one_an_address ON contacts (account_id, email_canonical);
CREATE UNIQUE INDEX contacts_one_a_user ON contacts (account_id, access_user)
    WHERE access_user IS NOT NULL;
CREATE INDEX contacts_of_account ON contacts (account_id, id);

CREATE TABLE communications (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    category text NOT NULL CHECK (
        category IN ('general', 'billing', 'orders', 'technical', 'support', 'domains', 'affiliates')
    ),
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text,
    sender_kind text NOT NULL CHECK (
        sender_kind IN ('user', 'service_key', 'operator', 'visitor', 'clock')
    ),
    sender_id uuid,
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    CHECK ((sender_kind IN ('user', 'service_key')) = (sender_id IS NOT NULL))
);

CREATE INDEX communications_of_account ON communications (account_id, id);

-- Whom a communication was mailed to, as they were then. How far each mail has come is written here
-- too, for mails are forgotten and this is not.
CREATE TABLE communication_recipients (
    communication_id uuid NOT NULL REFERENCES communications (id),
    place bigint NOT NULL CHECK (place >= 0),
    person_kind text NOT NULL CHECK (person_kind IN ('user', 'contact')),
    person_id uuid NOT NULL,
    email text NOT NULL,
    email_canonical text NOT NULL,
    name text NOT NULL,
    language text NOT NULL CHECK (language IN ('es', 'en')),
    because text NOT NULL CHECK (because IN ('chosen', 'someone_must')),
    may_refuse boolean NOT NULL,
    mail_id uuid NOT NULL UNIQUE,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'undeliverable')),
    problem text,
    settled_at bigint,
    PRIMARY KEY (communication_id, place),
    CHECK ((state = 'queued') = (settled_at IS NULL)),
    CHECK (state <> 'sent' OR problem IS NULL),
    CHECK (state <> 'undeliverable' OR problem IS NOT NULL)
);

CREATE TABLE support_codes (
    account_id uuid NOT NULL REFERENCES accounts (id),
    user_id uuid NOT NULL REFERENCES users (id),
    id uuid NOT NULL,
    code bytea NOT NULL CHECK (length(code) = 32),
    expires_at bigint NOT NULL,
    tries_left bigint NOT NULL CHECK (tries_left >= 0),
    used boolean NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    PRIMARY KEY (account_id, user_id),
    -- The right code is found only while there are tries.
    CHECK (NOT used OR tries_left > 0)
);

CREATE INDEX support_codes_by_end ON support_codes (expires_at);

-- A key without an account opens all of them. SQLite lets no column become optional, so the table is
-- made anew.
CREATE TABLE service_keys_anew (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid REFERENCES accounts (id),
    name text NOT NULL,
    scopes text NOT NULL,
    token bytea NOT NULL UNIQUE CHECK (length(token) = 32),
    created_by uuid REFERENCES users (id),
    created_at bigint NOT NULL,
    revoked_at bigint,
    last_used_at bigint,
    version bigint NOT NULL CHECK (version >= 1)
);

INSERT INTO service_keys_anew
    (id, account_id, name, scopes, token, created_by, created_at, revoked_at, version)
    SELECT id, account_id, name, scopes, token, created_by, created_at, revoked_at, version
    FROM service_keys;
DROP TABLE service_keys;
ALTER TABLE service_keys_anew RENAME TO service_keys;
CREATE INDEX service_keys_of_account ON service_keys (account_id, id);
