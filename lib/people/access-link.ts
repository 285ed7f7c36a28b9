import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Db } from "@/lib/db";
import { env } from "@/lib/env";
import type { AccessLinkModel as AccessLink } from "@/lib/generated/prisma/models/AccessLink";
import { AppError } from "@/lib/http/errors";
import { newId } from "@/lib/ids";

const HOUR_MS = 60 * 60_000;

/** How long a link is good for. One that sets a password is as good as that. */
const GOOD_FOR_MS = { invitation: 7 * 24 * HOUR_MS, reset: 24 * HOUR_MS } as const;
const PATHS = { invitation: "/invite/", reset: "/reset/" } as const;

export type LinkKind = keyof typeof PATHS;

const digest = (token: string) => createHash("sha256").update(token).digest("hex");

interface Wanted {
  kind: LinkKind;
  email: string;
  role?: string;
  userId?: string;
  createdBy: string | null;
}

/**
 * Makes a link, of which only the digest is kept; open ones of the same kind and address end. One that
 * nobody vouches for (`createdBy` null) leaves an owner's alone: anybody can ask for it.
 */
export async function makeLink(tx: Db, wanted: Wanted): Promise<{ link: AccessLink; url: string }> {
  const { kind, email } = wanted;
  const token = randomBytes(32).toString("base64url");
  await tx.accessLink.updateMany({
    where: {
      kind,
      email,
      usedAt: null,
      revokedAt: null,
      ...(wanted.createdBy === null ? { createdBy: null } : {}),
    },
    data: { revokedAt: new Date() },
  });
  const link = await tx.accessLink.create({
    data: {
      id: newId("accessLink"),
      ...wanted,
      tokenHash: digest(token),
      expiresAt: new Date(Date.now() + GOOD_FOR_MS[kind]),
    },
  });
  return { link, url: `${env().appUrl}${PATHS[kind]}${token}` };
}

/** Links that were neither used nor revoked, and are good still. */
export const openLinks = (kind: LinkKind) => ({
  kind,
  usedAt: null,
  revokedAt: null,
  expiresAt: { gt: new Date() },
});

/** The link of a token as long as it is good; null otherwise. */
export function findLink(tx: Db, kind: LinkKind, token: string): Promise<AccessLink | null> {
  return tx.accessLink.findFirst({ where: { ...openLinks(kind), tokenHash: digest(token) } });
}

/** Uses a link up. Throws `not_found` unless it is good: of two at once, one gets it. */
export async function takeLink(tx: Db, kind: LinkKind, token: string): Promise<AccessLink> {
  const [taken] = await tx.accessLink.updateManyAndReturn({
    where: { ...openLinks(kind), tokenHash: digest(token) },
    data: { usedAt: new Date() },
  });
  if (taken) return taken;
  throw new AppError(
    "not_found",
    "This link is not valid any more: it was used, replaced or withdrawn, or its time is over. Ask an owner for a new one.",
  );
}
