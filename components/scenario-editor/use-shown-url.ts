"use client";

import { createParser, parseAsString, useQueryStates } from "nuqs";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { EditorStore, Shown } from "./store";

const parseAsVersion = createParser({
  parse: (text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null),
  serialize: String,
});

const parsers = { run: parseAsString, version: parseAsVersion };

interface Address {
  run: string | null;
  version: number | null;
}

/** What an address asks to be shown in place of the draft. */
function shownOf({ run, version }: Address): Shown | null {
  if (run) return { runId: run };
  return version === null ? null : { version };
}

function addressOf(shown: Shown | null): Address {
  return {
    run: shown && "runId" in shown ? shown.runId : null,
    version: shown && "version" in shown ? shown.version : null,
  };
}

const isSame = (one: Address, other: Address) =>
  one.run === other.run && one.version === other.version;

/** `?run=` or `?version=` of the address: what the editor is to show when it opens, and later. */
export function useShownUrl() {
  const [address, setAddress] = useQueryStates(parsers);
  return { address, setAddress, shown: shownOf(address) };
}

/**
 * Keeps what is shown and the address the same: a view can be shared, survives a reload, and Back
 * leaves it. Going from one run or version to another makes no entry of the browser's history.
 */
export function useShownInUrl(
  store: EditorStore,
  { address, setAddress }: ReturnType<typeof useShownUrl>,
) {
  const { run, version } = address;
  const latest = useRef<Address>(address);
  // The address leads: Back, Forward, a link.
  useLayoutEffect(() => {
    latest.current = { run, version };
    const { shown, show } = store.getState();
    if (!isSame(latest.current, addressOf(shown))) show(shownOf(latest.current));
  }, [run, version, store]);
  useEffect(
    () =>
      store.subscribe(({ shown }, previous) => {
        const wanted = addressOf(shown);
        if (shown === previous.shown || isSame(wanted, latest.current)) return;
        const isFromDraft = previous.shown === null || shown === null;
        latest.current = wanted;
        void setAddress(wanted, { history: isFromDraft ? "push" : "replace" });
      }),
    [store, setAddress],
  );
}
