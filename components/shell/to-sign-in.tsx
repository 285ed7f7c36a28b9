"use client";

import { useEffect } from "react";

/** How many parts of the page hold work that leaving would lose, and tell by themselves that one is signed out. */
let holders = 0;

/** Keeps the page while somebody works on it; call what it returns to let go. */
export function holdPage(): () => void {
  holders += 1;
  return () => {
    holders -= 1;
  };
}

/** Leads to the sign-in page, unless the page is held. */
export function signedOut() {
  if (holders === 0) toSignIn();
}

/** Leads to the sign-in page and, after it, back to where the person is now. */
function toSignIn() {
  const { pathname, search } = window.location;
  if (pathname === "/sign-in") return;
  const here = `${pathname}${search}`;
  window.location.replace(here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`);
}

/** A layout does not know the address that was asked for; the browser does. */
export function ToSignIn() {
  useEffect(toSignIn, []);
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <a href="/sign-in" className="text-muted underline">
        Go to the sign-in page
      </a>
    </main>
  );
}
