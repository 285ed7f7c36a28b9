-- From where, and what the one who did it was called then: accounts and keys may go, entries stay.
alter table "audit_entries"
    add column "actor_name" text,
    add column "ip_address" text,
    add column "user_agent" text;

-- The log of a thing, of a person, of an action; newest first. An id names its kind, so that the type
-- of a target needs no column in front.
drop index "audit_entries_target_type_target_id_idx";
create index "audit_entries_target_id_id_idx" on "audit_entries" ("target_id", "id");
create index "audit_entries_actor_id_id_idx" on "audit_entries" ("actor_id", "id");
create index "audit_entries_action_id_idx" on "audit_entries" ("action", "id");
