import "server-only";
import { genericOAuth } from "better-auth/plugins/generic-oauth";
import { env } from "@/lib/env";

/** The provider's id in better-auth, and so in the address that it sends people back to. */
export const OIDC_PROVIDER = "oidc";

/** Single sign-on as the sign-in page shows it; null when the operator has not set it up. */
export function singleSignOn(): { label: string } | null {
  const { OIDC_ISSUER, OIDC_LABEL } = env();
  return OIDC_ISSUER === undefined ? null : { label: OIDC_LABEL };
}

/**
 * OpenID Connect by the authorization code flow with PKCE. Whoever has an account here signs in to it
 * when the provider vouches for their address. Who gets a new one is said in
 * `single-sign-on-accounts.ts`.
 */
export function singleSignOnPlugin() {
  const { OIDC_ISSUER, OIDC_CLIENT_ID = "", OIDC_CLIENT_SECRET, OIDC_LABEL } = env();
  if (OIDC_ISSUER === undefined) return null;
  return genericOAuth({
    config: [
      {
        providerId: OIDC_PROVIDER,
        name: OIDC_LABEL,
        discoveryUrl: `${OIDC_ISSUER.replace(/\/+$/, "")}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        clientId: OIDC_CLIENT_ID,
        clientSecret: OIDC_CLIENT_SECRET,
        scopes: ["openid", "email", "profile"],
        pkce: true,
      },
    ],
  });
}
