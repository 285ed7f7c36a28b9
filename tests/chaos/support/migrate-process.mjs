// A migration that can be killed: `node migrate-process.mjs DATABASE_URL FOLDER`.
import { connect } from "../../../scripts/lib/database.mjs";
import { applyMigrations } from "../../../scripts/lib/migrations.mjs";

const [databaseUrl = "", folder = ""] = process.argv.slice(2);
const client = await connect(databaseUrl, { create: true });
console.log((await applyMigrations(client, folder)).join("\n"));
await client.end();
