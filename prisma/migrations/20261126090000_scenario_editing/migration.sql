-- Whose save a draft is, what it was made from, and which save was the last, so that its repeat is known.
ALTER TABLE "scenarios" ADD COLUMN "draft_base_version" INTEGER,
ADD COLUMN "updated_by" TEXT,
ADD COLUMN "last_save_hash" TEXT;

UPDATE "scenarios" SET "draft_base_version" = "scenario_versions"."number"
FROM "scenario_versions" WHERE "scenario_versions"."id" = "scenarios"."published_version_id";

UPDATE "scenarios" SET "updated_by" = COALESCE((
  SELECT "actor_id" FROM "audit_entries"
  WHERE "target_type" = 'scenario' AND "target_id" = "scenarios"."id"
    AND "action" IN ('scenario.created', 'scenario.saved')
  ORDER BY "id" DESC LIMIT 1
), "created_by");

-- Who has which scenario open.
CREATE TABLE "scenario_editors" (
    "scenario_id" TEXT NOT NULL,
    "tab_id" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scenario_editors_pkey" PRIMARY KEY ("scenario_id", "tab_id")
);

ALTER TABLE "scenario_editors" ADD CONSTRAINT "scenario_editors_scenario_id_fkey" FOREIGN KEY ("scenario_id") REFERENCES "scenarios"("id") ON DELETE CASCADE ON UPDATE CASCADE;
