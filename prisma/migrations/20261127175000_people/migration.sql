-- Whoever comes by another way than the set-up gets the least role.
alter table "users" alter column "role" set default 'viewer';
alter table "users" add column "two_factor_enabled" boolean not null default false;

create table "two_factors" (
  "id" text primary key,
  "user_id" text not null references "users" ("id") on delete cascade,
  "secret" text not null,
  "backup_codes" text not null,
  "verified" boolean not null default true,
  "failed_verification_count" integer not null default 0,
  "locked_until" timestamptz(3)
);
create index "two_factors_user_id_idx" on "two_factors" ("user_id");

-- Invitations, and links with which a password is set anew. Only the digest of a link is kept.
create table "access_links" (
  "id" text primary key,
  "kind" text not null check ("kind" in ('invitation', 'reset')),
  "token_hash" text not null unique,
  "email" text not null,
  "role" text,
  "user_id" text references "users" ("id") on delete cascade,
  "created_by" text,
  "created_at" timestamptz(3) not null default current_timestamp,
  "expires_at" timestamptz(3) not null,
  "used_at" timestamptz(3),
  "revoked_at" timestamptz(3)
);
create index "access_links_kind_id_idx" on "access_links" ("kind", "id");
