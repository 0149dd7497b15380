-- The house: who takes part, what arrives, who may read it, and the log.
-- What many acts point at at once (org, unit) is not referenced from the tables that acts fill: each reference
-- would lock the same few rows for every report to an office. Organisations and units are never deleted.
-- Tokens: {int} {bytes} {strict} {bare} are filled per engine; bare tables are their primary key (SQLite: WITHOUT ROWID). Every body is sealed (docs/adr/0003).
-- +goose Up

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) {bare};

CREATE TABLE org (
    id         TEXT NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,
    created_at {int} NOT NULL,
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};

CREATE TABLE org_key (
    org     TEXT NOT NULL PRIMARY KEY,
    wrapped {bytes} NOT NULL
) {bare};

CREATE TABLE unit (
    id     TEXT NOT NULL PRIMARY KEY,
    org    TEXT NOT NULL REFERENCES org (id),
    parent TEXT REFERENCES unit (id),
    rev    {int} NOT NULL,
    body   {bytes} NOT NULL
) {strict};
CREATE INDEX unit_org_idx ON unit (org);

-- Every unit with itself and each unit above it: the closure that scopes join.
CREATE TABLE unit_above (
    unit  TEXT NOT NULL REFERENCES unit (id),
    above TEXT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (unit, above)
) {bare};
CREATE INDEX unit_above_above_idx ON unit_above (above, unit);

CREATE TABLE person (
    id         TEXT NOT NULL PRIMARY KEY,
    state      TEXT NOT NULL,
    created_at {int} NOT NULL,
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};

CREATE TABLE hat (
    id         TEXT NOT NULL PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES person (id),
    org        TEXT NOT NULL REFERENCES org (id),
    unit       TEXT NOT NULL REFERENCES unit (id),
    roles      TEXT NOT NULL,
    from_at    {int} NOT NULL,
    until_at   {int}
) {strict};
CREATE INDEX hat_person_idx ON hat (person);
CREATE INDEX hat_unit_idx ON hat (unit);

CREATE TABLE designation (
    id        TEXT NOT NULL PRIMARY KEY,
    operator  TEXT NOT NULL REFERENCES org (id),
    sector    TEXT NOT NULL,
    ministers TEXT NOT NULL,
    from_on   TEXT NOT NULL,
    until_on  TEXT
) {strict};
CREATE INDEX designation_operator_idx ON designation (operator);

-- Which office is an addressee of an operator's act. operator NULL: of every operator.
CREATE TABLE jurisdiction (
    id       TEXT NOT NULL PRIMARY KEY,
    operator TEXT REFERENCES org (id),
    sector   TEXT,
    org      TEXT NOT NULL REFERENCES org (id),
    unit     TEXT NOT NULL REFERENCES unit (id),
    act      TEXT NOT NULL,
    title    TEXT NOT NULL,
    channel  TEXT NOT NULL,
    sections TEXT NOT NULL,
    from_on  TEXT NOT NULL,
    until_on TEXT
) {strict};
CREATE INDEX jurisdiction_operator_idx ON jurisdiction (operator, act);

-- Accounts.
CREATE TABLE credential (
    id         TEXT NOT NULL PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES person (id),
    kind       TEXT NOT NULL,
    lookup     {bytes} NOT NULL UNIQUE,
    created_at {int} NOT NULL,
    used_at    {int},
    ended_at   {int},
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX credential_person_idx ON credential (person);

CREATE TABLE login (
    lookup {bytes} NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id)
) {strict};

CREATE TABLE session (
    id         TEXT NOT NULL PRIMARY KEY,
    lookup     {bytes} NOT NULL UNIQUE,
    person     TEXT NOT NULL REFERENCES person (id),
    hat        TEXT REFERENCES hat (id),
    method     TEXT NOT NULL,
    created_at {int} NOT NULL,
    seen_at    {int} NOT NULL,
    until_at   {int} NOT NULL,
    ended_at   {int}
) {strict};
CREATE INDEX session_person_idx ON session (person, created_at);

CREATE TABLE token (
    id         TEXT NOT NULL PRIMARY KEY,
    lookup     {bytes} NOT NULL UNIQUE,
    hat        TEXT NOT NULL REFERENCES hat (id),
    created_at {int} NOT NULL,
    used_at    {int},
    until_at   {int},
    ended_at   {int},
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX token_hat_idx ON token (hat);

-- Single-use links: a GET never consumes one.
CREATE TABLE invitation (
    id         TEXT NOT NULL PRIMARY KEY,
    lookup     {bytes} NOT NULL UNIQUE,
    code       {bytes} NOT NULL,
    hat        TEXT NOT NULL REFERENCES hat (id),
    created_at {int} NOT NULL,
    until_at   {int} NOT NULL,
    used_at    {int}
) {strict};
CREATE INDEX invitation_hat_idx ON invitation (hat);

-- Half-done ceremonies (WebAuthn challenges, an invitation being accepted) and counted tries, short-lived.
CREATE TABLE ceremony (
    id       TEXT NOT NULL PRIMARY KEY,
    kind     TEXT NOT NULL,
    person   TEXT,
    until_at {int} NOT NULL,
    tries    {int} NOT NULL,
    body     {bytes} NOT NULL
) {strict};
CREATE INDEX ceremony_until_idx ON ceremony (until_at);

-- Who may read what: the only two ways are own (org, unit) and addressed (reader).
CREATE TABLE audience_member (
    audience TEXT NOT NULL,
    unit     TEXT NOT NULL REFERENCES unit (id),
    from_at  {int} NOT NULL,
    until_at {int},
    PRIMARY KEY (audience, unit, from_at)
) {bare};
CREATE INDEX audience_member_unit_idx ON audience_member (unit, audience);

CREATE TABLE reader (
    object   TEXT NOT NULL,
    audience TEXT NOT NULL,
    kind     TEXT NOT NULL,
    at       {int} NOT NULL,
    PRIMARY KEY (object, audience)
) {bare};
CREATE INDEX reader_audience_idx ON reader (audience, kind, at, object);

CREATE TABLE draft (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    number     TEXT NOT NULL UNIQUE,
    form       TEXT NOT NULL,
    state      TEXT NOT NULL,
    filing     TEXT,
    by_person  TEXT NOT NULL,
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL
) {strict};
CREATE INDEX draft_org_idx ON draft (org, state, updated_at);

CREATE TABLE draft_entry (
    draft     TEXT NOT NULL REFERENCES draft (id),
    field     TEXT NOT NULL,
    seq       {int} NOT NULL,
    org       TEXT NOT NULL,
    state     TEXT NOT NULL,
    at        {int} NOT NULL,
    by_person TEXT NOT NULL,
    body      {bytes} NOT NULL,
    PRIMARY KEY (draft, field, seq)
) {strict};

CREATE TABLE incident_case (
    id        TEXT NOT NULL PRIMARY KEY,
    org       TEXT NOT NULL,
    unit      TEXT NOT NULL,
    number    TEXT NOT NULL UNIQUE,
    state     TEXT NOT NULL,
    opened_at {int} NOT NULL,
    rev       {int} NOT NULL,
    body      {bytes} NOT NULL
) {strict};
CREATE INDEX incident_case_org_idx ON incident_case (org, opened_at);

CREATE TABLE filing (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    number     TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    corrects   TEXT REFERENCES filing (id),
    state      TEXT NOT NULL,
    rev        {int} NOT NULL,
    arrived_at {int} NOT NULL,
    leaf       TEXT NOT NULL
) {strict};
CREATE INDEX filing_org_idx ON filing (org, arrived_at);
CREATE INDEX filing_subject_idx ON filing (subject);

CREATE TABLE filing_revision (
    filing TEXT NOT NULL REFERENCES filing (id),
    rev    {int} NOT NULL,
    at     {int} NOT NULL,
    org    TEXT NOT NULL,
    body   {bytes} NOT NULL,
    PRIMARY KEY (filing, rev)
) {strict};

CREATE TABLE addressee (
    filing   TEXT NOT NULL REFERENCES filing (id),
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    title    TEXT NOT NULL,
    channel  TEXT NOT NULL,
    sections TEXT NOT NULL,
    PRIMARY KEY (filing, unit)
) {bare};

CREATE TABLE duty (
    id        TEXT NOT NULL PRIMARY KEY,
    org       TEXT NOT NULL,
    unit      TEXT NOT NULL,
    rule      TEXT NOT NULL,
    subject   TEXT NOT NULL,
    due_on    TEXT NOT NULL,
    state     TEXT NOT NULL,
    opened_at {int} NOT NULL,
    rev       {int} NOT NULL,
    body      {bytes} NOT NULL
) {strict};
CREATE INDEX duty_org_idx ON duty (org, state, due_on);
CREATE INDEX duty_subject_idx ON duty (subject);

CREATE TABLE request (
    id          TEXT NOT NULL PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    filing      TEXT NOT NULL REFERENCES filing (id),
    org         TEXT NOT NULL,
    unit        TEXT NOT NULL,
    asked_org   TEXT NOT NULL,
    asked_unit  TEXT NOT NULL,
    state       TEXT NOT NULL,
    asked_at    {int} NOT NULL,
    answer_by   TEXT,
    answered_at {int},
    question    {bytes} NOT NULL,
    answer      {bytes}
) {strict};
CREATE INDEX request_filing_idx ON request (filing, asked_at);
CREATE INDEX request_asked_idx ON request (asked_org, state, asked_at);
CREATE INDEX request_unit_idx ON request (unit, asked_at, id);

-- One row an act: a repeated request is answered from it.
CREATE TABLE act (
    org    TEXT NOT NULL,
    actor  TEXT NOT NULL,
    route  TEXT NOT NULL,
    client TEXT NOT NULL,
    digest {bytes} NOT NULL,
    leaf   TEXT NOT NULL,
    at     {int} NOT NULL,
    PRIMARY KEY (org, actor, route, client)
) {bare};

-- The spine.
CREATE TABLE leaf (
    id     TEXT NOT NULL PRIMARY KEY,
    at     {int} NOT NULL,
    kind   TEXT NOT NULL,
    org    TEXT NOT NULL,
    unit   TEXT NOT NULL,
    object TEXT NOT NULL,
    hash   {bytes} NOT NULL,
    body   {bytes} NOT NULL
) {strict};
CREATE INDEX leaf_object_idx ON leaf (object, at);

CREATE TABLE leaf_pending (
    id TEXT NOT NULL PRIMARY KEY
) {bare};

CREATE TABLE position (
    idx  {int} NOT NULL PRIMARY KEY,
    leaf TEXT NOT NULL UNIQUE REFERENCES leaf (id),
    at   {int} NOT NULL
) {strict};

CREATE TABLE tree_hash (
    idx  {int} NOT NULL PRIMARY KEY,
    hash {bytes} NOT NULL
) {strict};

CREATE TABLE tree_head (
    one        {int} NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch      {int} NOT NULL,
    size       {int} NOT NULL,
    checkpoint TEXT NOT NULL,
    at         {int} NOT NULL
) {strict};

-- Every head that was signed stays: a final receipt is made from the first head that covers its entry,
-- so that it is the same bytes whenever it is asked for.
CREATE TABLE checkpoint (
    size {int} NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    at   {int} NOT NULL
) {strict};

CREATE TABLE follower (
    name TEXT NOT NULL PRIMARY KEY,
    idx  {int} NOT NULL
) {bare};

CREATE TABLE lease (
    name   TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    epoch  {int} NOT NULL,
    until  {int} NOT NULL
) {bare};

-- Reads of protected records (誰が見たか). leaf: the entry whose digest covers the look; NULL until the minute is over.
CREATE TABLE look (
    id      TEXT NOT NULL PRIMARY KEY,
    at      {int} NOT NULL,
    object  TEXT NOT NULL,
    org     TEXT NOT NULL,
    unit    TEXT NOT NULL,
    actor   TEXT NOT NULL,
    purpose TEXT NOT NULL,
    leaf    TEXT
) {strict};
CREATE INDEX look_object_idx ON look (object, at);
CREATE INDEX look_at_idx ON look (at);
CREATE INDEX look_leaf_idx ON look (leaf, id);

-- Work that leaves the house, and work done later.
CREATE TABLE outbox (
    id       TEXT NOT NULL PRIMARY KEY,
    unit     TEXT NOT NULL,
    channel  TEXT NOT NULL,
    object   TEXT NOT NULL,
    number   TEXT NOT NULL,
    urgency  TEXT NOT NULL,
    state    TEXT NOT NULL,
    at       {int} NOT NULL,
    due_at   {int} NOT NULL,
    attempts {int} NOT NULL,
    ended_at {int},
    trouble  TEXT
) {strict};
CREATE INDEX outbox_due_idx ON outbox (state, due_at);

CREATE TABLE task (
    id         TEXT NOT NULL PRIMARY KEY,
    queue      TEXT NOT NULL,
    key        TEXT NOT NULL UNIQUE,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    state      TEXT NOT NULL,
    due_at     {int} NOT NULL,
    attempts   {int} NOT NULL,
    done       {int} NOT NULL,
    total      {int} NOT NULL,
    created_at {int} NOT NULL,
    ended_at   {int},
    trouble    TEXT,
    result     TEXT
) {strict};
CREATE INDEX task_due_idx ON task (queue, state, due_at);
CREATE INDEX task_created_idx ON task (created_at);
