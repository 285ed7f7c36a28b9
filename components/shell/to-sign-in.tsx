"use client";

import { useEffect } from "react";

/** Leads to the sign-in page and, after it, back to where the person is now. */
export function toSignIn() {
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
