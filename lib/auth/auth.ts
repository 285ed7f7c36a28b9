import "server-only";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { twoFactor } from "better-auth/plugins/two-factor";
import { auditSignIns } from "@/lib/audit/sign-ins";
import { trustedOrigins } from "@/lib/auth/origins";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/auth/schemas";
import { singleSignOnPlugin } from "@/lib/auth/single-sign-on";
import {
  acceptInvitationOf,
  refuseDoubtfulAccount,
  roleBySingleSignOn,
} from "@/lib/auth/single-sign-on-accounts";
import { usedCodes } from "@/lib/auth/used-codes";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { type IdKind, newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { authSecrets } from "@/lib/secrets/auth-secrets";

const DAY_SECONDS = 24 * 60 * 60;
/** What a provider lets us do in somebody's name is needed for nothing, and so not kept. */
const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null };
const APP_NAME = "TraderLaunchpad Integrations";

function createAuth() {
  const { appUrl } = env();
  const singleSignOn = singleSignOnPlugin();
  return betterAuth({
    appName: APP_NAME,
    baseURL: appUrl,
    basePath: "/api/auth",
    ...authSecrets(),
    database: prismaAdapter(db(), { provider: "postgresql" }),
    trustedOrigins: trustedOrigins(),
    emailAndPassword: {
      enabled: true,
      // The owner is made by the set-up, ADMIN_EMAIL or nobody.
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN_LENGTH,
      maxPasswordLength: PASSWORD_MAX_LENGTH,
    },
    user: { additionalFields: { role: { type: "string", input: false, defaultValue: "viewer" } } },
    // Only single sign-on makes accounts by this way.
    databaseHooks: {
      user: {
        create: {
          before: async (user) => ({ data: { ...user, role: await roleBySingleSignOn(user) } }),
          after: (user, ctx) => acceptInvitationOf(user, ctx?.headers),
        },
      },
      account: {
        create: {
          before: async (account) => {
            await refuseDoubtfulAccount(account);
            return { data: NO_TOKENS };
          },
        },
        update: { before: async () => ({ data: NO_TOKENS }) },
      },
    },
    account: {
      // Nobody can make an account in somebody else's name here: an address is the owner's own, one that
      // an owner invited, or one that the provider has verified. It has to vouch for who joins, too.
      accountLinking: { enabled: true, requireLocalEmailVerified: false },
    },
    plugins: [
      twoFactor({ issuer: APP_NAME }),
      usedCodes(),
      ...(singleSignOn ? [singleSignOn] : []),
    ],
    session: { expiresIn: 30 * DAY_SECONDS, updateAge: DAY_SECONDS },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 600,
      customRules: {
        // Counted by lib/auth/sign-in.ts, which holds up no browser that is known.
        "/sign-in/email": false,
        "/change-password": { window: 60, max: 20 },
        "/two-factor/*": { window: 60, max: 20 },
      },
    },
    advanced: {
      cookiePrefix: "tli",
      useSecureCookies: appUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true },
      disableOriginCheck: false,
      // The kinds of our ids have the names of its models: user, account, session, verification.
      database: { generateId: ({ model }) => newId(model as IdKind) },
    },
    hooks: auditSignIns,
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
