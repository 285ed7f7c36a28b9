import { Compass } from "lucide-react";
import Link from "next/link";
import { DocumentTitle } from "@/components/shell/document-title";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <DocumentTitle>Not found</DocumentTitle>
      <EmptyState
        icon={Compass}
        title="There is nothing at this address"
        description="It may have been removed, or the address was copied incompletely."
        action={
          <Link href="/" className={buttonStyles({ variant: "primary" })}>
            Go to the overview
          </Link>
        }
      />
    </main>
  );
}
