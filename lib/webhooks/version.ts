/** Names the product in the User-Agent of every webhook; a test keeps it equal to package.json. */
export const PRODUCT_VERSION = "0.1.0";
export const USER_AGENT = `TraderLaunchpad-Integrations/${PRODUCT_VERSION}`;
