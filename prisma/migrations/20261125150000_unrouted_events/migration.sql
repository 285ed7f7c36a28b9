-- Events that wait to be routed are few; finding those that were left over must not read all others.
CREATE INDEX "events_unrouted_idx" ON "events" ("handed_over_at") WHERE "routed_at" IS NULL;
