import "server-only";
import { db } from "@/lib/db";

/** Whether the first set-up is done. */
export async function ownerExists(): Promise<boolean> {
  return (await db().user.findFirst({ select: { id: true } })) !== null;
}
