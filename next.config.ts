import type { NextConfig } from "next";

const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
  {
    key: "Content-Security-Policy",
    value: "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
  },
];

const config: NextConfig = {
  poweredByHeader: false,
  serverExternalPackages: ["pino", "pg", "@prisma/client", "@prisma/adapter-pg", "undici"],
  devIndicators: false,
  // `npm test` checks the types; doing it again would more than double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  // A test inbox answers as a stranger would, with a policy of its own that these would replace.
  headers: async () => [{ source: "/((?!in/).*)", headers: securityHeaders }],
};

export default config;
