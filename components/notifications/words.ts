/** As many as are counted: more are "99+". */
const COUNTED_MAX = 99;

/** For the badge: "3", "99+". */
export const badgeWords = (unread: number) =>
  unread > COUNTED_MAX ? `${COUNTED_MAX}+` : String(unread);

/** "1 unread notification", "no unread notifications". */
export function unreadWords(unread: number): string {
  const words = unread === 1 ? "unread notification" : "unread notifications";
  return `${unread === 0 ? "no" : badgeWords(unread)} ${words}`;
}
