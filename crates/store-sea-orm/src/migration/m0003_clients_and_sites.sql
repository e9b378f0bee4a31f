-- Clients, the sites that are assigned to them, and who looks at what they see.

ALTER TABLE accounts
    ADD COLUMN client_count bigint NOT NULL DEFAULT 0 CHECK (client_count >= 0);
ALTER TABLE accounts
    ADD COLUMN site_count bigint NOT NULL DEFAULT 0 CHECK (site_count >= 0);

-- What is compared by its beginning or put in order is kept as bytes: those have one order in either
-- database, whatever the collation of text.
CREATE TABLE clients (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    email text NOT NULL,
    email_canonical text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    company text,
    address text,
    phone text,
    notes text,
    site_count bigint NOT NULL CHECK (site_count >= 0),
    link bytea UNIQUE CHECK (length(link) = 32),
    link_expires_at bigint,
    link_mailed boolean,
    user_id uuid REFERENCES users (id),
    suspended_at bigint,
    -- -1 for one who never looked: NULL has a place of its own in the order of either database.
    last_active_at bigint NOT NULL CHECK (last_active_at >= -1),
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    -- Told by the other columns, and kept to be found by.
    status text NOT NULL,
    -- Family name and given name, folded.
    sort_name bytea NOT NULL,
    -- How each word begins that it is found by, with a space before each; NULL if those are very many.
    beginnings text,
    UNIQUE (account_id, id),
    CHECK ((link IS NULL) = (link_expires_at IS NULL)),
    CHECK ((link IS NULL) = (link_mailed IS NULL)),
    -- Only a link makes someone the client.
    CHECK (user_id IS NULL OR link IS NOT NULL),
    CHECK (status = CASE
        WHEN suspended_at IS NOT NULL THEN 'suspended'
        WHEN user_id IS NOT NULL THEN 'active'
        WHEN link IS NOT NULL THEN 'invited'
        WHEN site_count > 0 THEN 'site_assigned'
        ELSE 'prospect'
    END)
);

CREATE UNIQUE INDEX clients_one_an_address ON clients (account_id, email_canonical);
CREATE UNIQUE INDEX clients_one_a_user ON clients (user_id, account_id) WHERE user_id IS NOT NULL;
-- Each order, with what tells in the index itself that a row is not what is sought.
CREATE INDEX clients_by_age ON clients (account_id, id, beginnings);
CREATE INDEX clients_by_name ON clients (account_id, sort_name, id, beginnings);
CREATE INDEX clients_by_activity ON clients (account_id, last_active_at, id, beginnings);
CREATE INDEX clients_in_state_by_age ON clients (account_id, status, id, beginnings);
CREATE INDEX clients_in_state_by_name ON clients (account_id, status, sort_name, id, beginnings);
CREATE INDEX clients_in_state_by_activity
    ON clients (account_id, status, last_active_at, id, beginnings);

-- The folded words that clients are found by.
CREATE TABLE client_words (
    client_id uuid NOT NULL REFERENCES clients (id),
    word bytea NOT NULL,
    account_id uuid NOT NULL,
    PRIMARY KEY (client_id, word)
) /* WITHOUT ROWID */;

CREATE INDEX client_words_of_account ON client_words (account_id, word, client_id);

-- The first letters of those words: the clients who have one that begins so, in two orders.
CREATE TABLE client_beginnings (
    client_id uuid NOT NULL REFERENCES clients (id),
    beginning bytea NOT NULL,
    account_id uuid NOT NULL,
    sort_name bytea NOT NULL,
    beginnings text,
    PRIMARY KEY (client_id, beginning)
) /* WITHOUT ROWID */;

CREATE INDEX client_beginnings_by_age
    ON client_beginnings (account_id, beginning, client_id, beginnings);
CREATE INDEX client_beginnings_by_name
    ON client_beginnings (account_id, beginning, sort_name, client_id, beginnings);

-- Setup links that no longer work, to be told apart from links that never were.
CREATE TABLE superseded_setup_links (
    link bytea NOT NULL PRIMARY KEY CHECK (length(link) = 32),
    client_id uuid NOT NULL REFERENCES clients (id)
);

CREATE INDEX superseded_setup_links_of_client ON superseded_setup_links (client_id);

CREATE TABLE sites (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    name text NOT NULL,
    alias text,
    url text,
    domain text,
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    beginnings text,
    UNIQUE (account_id, id)
);

CREATE UNIQUE INDEX sites_one_an_alias ON sites (account_id, alias) WHERE alias IS NOT NULL;
CREATE INDEX sites_by_age ON sites (account_id, id, beginnings);

-- The folded words that sites are found by.
CREATE TABLE site_words (
    site_id uuid NOT NULL REFERENCES sites (id),
    word bytea NOT NULL,
    account_id uuid NOT NULL,
    PRIMARY KEY (site_id, word)
) /* WITHOUT ROWID */;

CREATE INDEX site_words_of_account ON site_words (account_id, word, site_id);

CREATE TABLE site_beginnings (
    site_id uuid NOT NULL REFERENCES sites (id),
    beginning bytea NOT NULL,
    account_id uuid NOT NULL,
    beginnings text,
    PRIMARY KEY (site_id, beginning)
) /* WITHOUT ROWID */;

CREATE INDEX site_beginnings_by_age ON site_beginnings (account_id, beginning, site_id, beginnings);

-- Client and site are of one account: the keys say so.
CREATE TABLE site_assignments (
    account_id uuid NOT NULL,
    client_id uuid NOT NULL,
    site_id uuid NOT NULL,
    permissions text NOT NULL,
    since bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    PRIMARY KEY (account_id, client_id, site_id),
    FOREIGN KEY (account_id, client_id) REFERENCES clients (account_id, id),
    FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id)
);

CREATE INDEX site_assignments_of_site ON site_assignments (account_id, site_id, client_id);

CREATE TABLE viewings (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL,
    client_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    -- The session may be over and gone.
    session_id uuid NOT NULL,
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('offered', 'open', 'ended')),
    link bytea NOT NULL UNIQUE CHECK (length(link) = 32),
    token bytea UNIQUE CHECK (length(token) = 32),
    expires_at bigint,
    ended_at bigint,
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    FOREIGN KEY (account_id, client_id) REFERENCES clients (account_id, id),
    CHECK ((state = 'open') = (token IS NOT NULL)),
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((state = 'ended') = (expires_at IS NULL))
);

CREATE INDEX viewings_of_account ON viewings (account_id, id);
CREATE INDEX viewings_of_client ON viewings (account_id, client_id);
CREATE INDEX viewings_by_user ON viewings (user_id);

-- Users can be deleted from now on: what refers to one, or goes with them, is found without a scan.
CREATE INDEX contacts_by_user ON contacts (access_user) WHERE access_user IS NOT NULL;
CREATE INDEX invitations_by_inviter ON invitations (invited_by);
CREATE INDEX invitations_by_accepter ON invitations (accepted_by) WHERE accepted_by IS NOT NULL;
CREATE INDEX password_resets_of_user ON password_resets (user_id);
CREATE INDEX service_keys_by_maker ON service_keys (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX support_codes_of_user ON support_codes (user_id);
CREATE INDEX mails_to_address ON mails (account_id, recipient_canonical);
