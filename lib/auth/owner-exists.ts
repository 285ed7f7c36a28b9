import "server-only";
import { db } from "@/lib/db";

/** Whether the first set-up is done. Others, as by single sign-on, are no owners. */
export async function ownerExists(): Promise<boolean> {
  return (await db().user.findFirst({ where: { role: "owner" }, select: { id: true } })) !== null;
}
