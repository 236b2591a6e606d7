"""The recipe for Ray Data gives what the bare program gives, also when a worker is killed."""
import ray_pages
from conftest import dies_once, same


def test_pages(ray, parquet, bare_pages, tmp_path):
    ray_pages.records_of(str(parquet)).write_parquet(str(tmp_path / "out"))
    same(tmp_path / "out", bare_pages)


def test_pages_when_a_worker_is_killed(ray, parquet, bare_pages, tmp_path, monkeypatch):
    extract, die = ray_pages.extract, dies_once(str(tmp_path / "killed"))

    def work(groups, files):
        for records in extract(groups, files):
            die()
            yield records

    monkeypatch.setattr(ray_pages, "extract", work)
    ray_pages.records_of(str(parquet)).write_parquet(str(tmp_path / "out"))
    assert (tmp_path / "killed").exists()
    same(tmp_path / "out", bare_pages)
