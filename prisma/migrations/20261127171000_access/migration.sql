-- What a key may do, and until when. A key of before could do everything, and keeps that.
alter table "api_keys"
    add column "scopes" text[] not null default '{read,orders:write,scenarios:write,deliveries:write}',
    add column "expires_at" timestamptz(3);
-- From here on a key has what it was made for.
alter table "api_keys" alter column "scopes" drop default;
