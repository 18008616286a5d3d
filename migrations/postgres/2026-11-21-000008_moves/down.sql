DROP INDEX past_residence_unit;
DROP TABLE residence_move;
