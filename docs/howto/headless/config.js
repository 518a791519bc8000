// Where the shop is. Its CORS_ALLOWED_ORIGINS must name the origin that this client is served from.
export const SHOP = "http://127.0.0.1:8000";
