DROP TABLE unit_barrier;
DROP TABLE work_list_line;
DROP TABLE work_list;
