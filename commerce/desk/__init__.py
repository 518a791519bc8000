"""The order desk: the staff's one screen over orders, payments, parcels and mails. No tables of its own."""
