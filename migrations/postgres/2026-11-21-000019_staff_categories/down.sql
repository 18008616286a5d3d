-- Refused by the unique key where a campaign follows several categories of one milestone: nothing could tell them apart any more.
UPDATE measure SET audience = 'staff' WHERE audience LIKE 'staff:%';
