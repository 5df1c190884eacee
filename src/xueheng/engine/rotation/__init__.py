"""交流轮岗: who moves where, as one integer programme, and pairs of strong and weak schools."""
