import "server-only";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { trustedOrigins } from "@/lib/auth/origins";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/auth/schemas";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { type IdKind, newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { deriveKey, SESSIONS_LABEL } from "@/lib/secrets/crypto";

const DAY_SECONDS = 24 * 60 * 60;

function createAuth() {
  const { appUrl, APP_SECRET } = env();
  return betterAuth({
    appName: "TraderLaunchpad Integrations",
    baseURL: appUrl,
    basePath: "/api/auth",
    secret: deriveKey(APP_SECRET, SESSIONS_LABEL).toString("base64url"),
    database: prismaAdapter(db(), { provider: "postgresql" }),
    trustedOrigins: trustedOrigins(),
    emailAndPassword: {
      enabled: true,
      // The owner is made by the set-up, ADMIN_EMAIL or nobody.
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN_LENGTH,
      maxPasswordLength: PASSWORD_MAX_LENGTH,
    },
    user: { additionalFields: { role: { type: "string", input: false, defaultValue: "owner" } } },
    session: { expiresIn: 30 * DAY_SECONDS, updateAge: DAY_SECONDS },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 600,
      customRules: { "/sign-in/email": { window: 60, max: 20 } },
    },
    advanced: {
      cookiePrefix: "tli",
      useSecureCookies: appUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true },
      disableOriginCheck: false,
      // The kinds of our ids have the names of its models: user, account, session, verification.
      database: { generateId: ({ model }) => newId(model as IdKind) },
    },
    telemetry: { enabled: false },
    logger: {
      level: "warn",
      log: (level, message) => log[level]({ part: "better-auth" }, message),
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;

const holder = globalThis as { __tliAuth?: Auth };

/** The better-auth server, made when first needed: a build has no configuration. */
export function auth(): Auth {
  holder.__tliAuth ??= createAuth();
  return holder.__tliAuth;
}
