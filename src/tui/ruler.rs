//! Which columns of the strip stand for which buckets. Knows numbers alone; whoever draws and whoever points ask it.

use std::ops::Range;

/// Columns beside buckets: of each as many as of the others, as far as that goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruler {
    /// Columns before the first.
    pub left: usize,
    /// Columns that stand for buckets.
    pub columns: usize,
    /// The buckets.
    pub buckets: usize,
}

impl Ruler {
    /// The buckets that a column stands for, counted from the first one that does.
    pub fn buckets_of(self, column: usize) -> Range<usize> {
        let start = column * self.buckets / self.columns.max(1);
        let end = (column + 1) * self.buckets / self.columns.max(1);
        start..end.max(start + 1).min(self.buckets)
    }

    /// The columns that stand for a bucket, counted in the same way.
    pub fn columns_of(self, bucket: usize) -> Range<usize> {
        let before = |bucket: usize| (bucket * self.columns).div_ceil(self.buckets.max(1));
        let end = before(bucket + 1).max(1);
        // Of several buckets in a column, each has that one.
        before(bucket).min(end - 1)..end
    }

    /// The bucket at a column of the pane; the first or last for one beside them.
    pub fn bucket_at(self, x: usize) -> usize {
        let last = self.columns.saturating_sub(1);
        self.buckets_of(x.saturating_sub(self.left).min(last)).start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [(usize, usize); 5] = [(10, 10), (80, 33), (30, 80), (1, 7), (7, 1)];

    fn ruler((columns, buckets): (usize, usize)) -> Ruler {
        Ruler {
            left: 4,
            columns,
            buckets,
        }
    }

    #[test]
    fn every_bucket_is_in_a_column() {
        for size in SIZES {
            let mut next = 0;
            for column in 0..size.0 {
                let range = ruler(size).buckets_of(column);
                assert!(
                    range.start <= next && !range.is_empty(),
                    "{size:?} {column}"
                );
                next = next.max(range.end);
            }
            assert_eq!(next, size.1, "{size:?}");
        }
    }

    #[test]
    fn what_is_pointed_at_is_what_is_drawn_there() {
        for size in SIZES {
            let ruler = ruler(size);
            for bucket in 0..size.1 {
                assert!(!ruler.columns_of(bucket).is_empty(), "{size:?} {bucket}");
                for column in ruler.columns_of(bucket) {
                    let drawn = ruler.buckets_of(column);
                    assert!(drawn.contains(&bucket), "{size:?} {bucket} {column}");
                    assert_eq!(ruler.bucket_at(column + 4), drawn.start);
                }
            }
            assert_eq!(ruler.bucket_at(0), 0);
            assert_eq!(ruler.bucket_at(1000), ruler.buckets_of(size.0 - 1).start);
        }
    }
}
