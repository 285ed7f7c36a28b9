-- What a message is about: found at arrival, so that lists need not search headers.
alter table "inbox_messages"
    add column "body_size" integer not null default 0,
    add column "webhook_id" text,
    -- The how-manieth message with this webhook id it is.
    add column "arrival" integer not null default 1,
    -- No foreign keys: a delivery may be pruned before the message of it.
    add column "delivery_id" text,
    add column "run_id" text,
    add column "checked_with" text,
    add column "checks" text not null default '[]';
update "inbox_messages" set "body_size" = octet_length("body");
create index "inbox_messages_inbox_id_webhook_id_idx" on "inbox_messages"("inbox_id", "webhook_id");
