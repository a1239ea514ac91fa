-- Triggers; of their parts on partitions those that are switched unlike the parent's, top down.
SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, CASE WHEN t.tgparentid = 0 THEN pg_get_triggerdef(t.oid) END
FROM pg_trigger t
LEFT JOIN pg_trigger p ON p.oid = t.tgparentid
WHERE NOT t.tgisinternal AND t.tgparentid = 0
   OR t.tgenabled <> p.tgenabled AND NOT p.tgisinternal
ORDER BY t.tgparentid <> 0, t.oid
