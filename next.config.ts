import type { NextConfig } from "next";
import { securityHeaders } from "./lib/http/security-headers";

const config: NextConfig = {
  poweredByHeader: false,
  serverExternalPackages: ["pino", "pg", "@prisma/client", "@prisma/adapter-pg", "undici"],
  devIndicators: false,
  // `npm test` checks the types; doing it again would more than double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  // A test inbox answers as a stranger would, with a policy of its own that these would replace.
  headers: async () => [
    {
      source: "/((?!in/).*)",
      headers: Object.entries(securityHeaders).map(([key, value]) => ({ key, value })),
    },
  ],
};

export default config;
