import { productName } from "@/components/shell/product-name";

/**
 * The title of the browser's tab while this is shown, for pages whose thing has a name that is known
 * only once it is loaded. React puts it before the page's own title, which holds until then.
 */
export function DocumentTitle({ children }: { children: string }) {
  return <title>{`${children} · ${productName}`}</title>;
}
