/** For somebody who opens a link that signs in, while signed in as somebody else perhaps. */
export function SignedInNote({ as, email }: { as: string | undefined; email: string }) {
  if (as === undefined) return null;
  return (
    <p className="mb-4 break-words rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      You are signed in as {as}. Going on signs you in as {email} in this browser.
    </p>
  );
}
