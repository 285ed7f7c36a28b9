import { config } from "zod";

// zod would try whether it may make functions of text, and go on without: the policy of the pages
// refuses that (lib/http/security-headers.ts), and browsers report each attempt. Before any schema is.
config({ jitless: true });
