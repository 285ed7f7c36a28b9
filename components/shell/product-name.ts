/** What the product is called in titles. */
export const productName = "TraderLaunchpad Integrations";
