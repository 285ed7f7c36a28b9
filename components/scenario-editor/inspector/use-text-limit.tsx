"use client";

import { type ClipboardEvent, useState } from "react";
import { cutsPasted, limitWords } from "./text-limit";

/**
 * For a field whose text has a limit: the browser takes no more than that, and this says so.
 * @param what what has the limit, as a sentence begins: "A name"
 * @returns `props` for the field, and what to say below it, if anything
 */
export function useTextLimit(what: string, text: string, limit: number) {
  /** What the field had after a paste that was cut; it is told until the text is another one. */
  const [cut, setCut] = useState<{ before: string } | null>(null);
  const [lastText, setLastText] = useState(text);
  if (lastText !== text) {
    setLastText(text);
    // The first other text is what the paste itself made.
    if (cut && cut.before !== lastText) setCut(null);
  }
  const onPaste = ({ currentTarget, clipboardData }: ClipboardEvent<Field>) => {
    const { value, selectionStart, selectionEnd } = currentTarget;
    const selected = (selectionEnd ?? 0) - (selectionStart ?? 0);
    const isOneLine = currentTarget instanceof HTMLInputElement;
    const pasted = clipboardData.getData("text").replace(isOneLine ? /[\r\n]/g : /\r(?=\n)/g, "");
    const isCut = cutsPasted(pasted, { length: value.length, selected, limit });
    setCut(isCut ? { before: value } : null);
  };
  // Somebody who only looks at a long text has no limit to mind. Left, it stays: nothing that is
  // being clicked may move from under the pointer.
  const [isEdited, setIsEdited] = useState(false);
  const words = isEdited
    ? limitWords(what, { length: text.length, limit, isCut: cut !== null })
    : null;
  const note =
    words === null ? null : (
      <span role="status" className={cut ? "text-warning" : undefined}>
        {words}
      </span>
    );
  return { props: { maxLength: limit, onPaste, onFocus: () => setIsEdited(true) }, note };
}

type Field = HTMLInputElement | HTMLTextAreaElement;
