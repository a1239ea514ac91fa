def upgrade():
    pass
