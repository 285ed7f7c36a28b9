-- The delivery that led to the event, as far as its cause was named, and how many events led to it so.
-- No foreign key: the delivery may be pruned before it.
alter table "events" add column "caused_by" text, add column "depth" integer not null default 0;
