"""The public record: a ledger of editions, and rows derived from them."""
