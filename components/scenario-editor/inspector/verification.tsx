"use client";

import { useState } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { Select } from "@/components/ui/select";
import { verificationSnippets } from "@/lib/webhooks/verification-snippets";

const options = verificationSnippets.map(({ language, label }) => ({ value: language, label }));

/** What the receiver's developer needs to tell that a request is ours, in a language of choice. */
export default function Verification() {
  const [language, setLanguage] = useState(verificationSnippets[0]?.language);
  const snippet = verificationSnippets.find((each) => each.language === language);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Select
        aria-label="Language"
        value={language}
        onValueChange={setLanguage}
        options={options}
        className="w-full"
      />
      {snippet ? (
        <CodeBlock
          label={`Verification in ${snippet.label}`}
          copyLabel="Copy the code"
          code={snippet.code}
          maxHeight="max-h-60"
          wraps={false}
        />
      ) : null}
      <p className="text-muted text-xs">
        A complete file to try out. In the service, call its function with the body as it arrived,
        the headers X-Webhook-Timestamp and X-Webhook-Signature, and this secret.
      </p>
    </div>
  );
}
