/**
 * The condition "contains this text as typed, in any case". Prisma hands `%` and `_` on to LIKE,
 * where they stand for any text and any character, and the backslash that takes this from them.
 */
export function containsText(text: string) {
  return { contains: text.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const };
}
